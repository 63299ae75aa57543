import { Component, computed, input } from '@angular/core';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { GroupMember } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';
import type { Selection } from '../../ui/selection';
import type { MemberLine } from './member-line';

/** What is special about a member: that they teach, that their account is closed. */
@Component({
  selector: 'vmm-member-chips',
  imports: [MatIcon],
  template: `
    @if (member().teaches) {
      <span class="chip info"><mat-icon svgIcon="school" aria-hidden="true" />{{ t('groups.teacher') }}</span>
    }
    @if (member().user.disabled) {
      <span class="chip bad"
        ><mat-icon svgIcon="person-off" aria-hidden="true" />{{ t('accounts.disabled') }}</span
      >
    }
  `,
})
export class MemberChips {
  readonly member = input.required<GroupMember>();
  protected readonly t = injectTranslate();
}

/** The first two cells of a member's line: whether they are chosen, and who it is, with the way to their page. */
@Component({
  selector: 'vmm-member-who',
  imports: [MatCheckbox, RouterLink],
  template: `
    <div role="cell" class="choice">
      @if (!line().teaches) {
        <mat-checkbox
          [checked]="selection().has(line().id)"
          [aria-label]="t('select.one', { name: line().user.displayName })"
          (change)="selection().toggle(line().id)"
        />
      }
    </div>
    <div role="cell" class="name">
      @if (page(); as path) {
        <a class="title" [routerLink]="[path, line().id]" [title]="line().user.username">{{
          line().user.displayName
        }}</a>
      } @else {
        <span class="title" [title]="line().user.username">{{ line().user.displayName }}</span>
      }
      <ng-content />
    </div>
  `,
  styles: `
    :host {
      display: contents;
    }
    .name {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 8px;
      min-width: 0;
    }
    .title {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .choice {
      height: var(--choice-size);

      mat-checkbox {
        --mat-checkbox-state-layer-size: var(--choice-size);
      }
    }
    @media (width < 840px) {
      .choice {
        grid-area: choice;
        align-self: start;
      }
      .name {
        grid-area: name;
      }
    }
  `,
})
export class MemberWho {
  readonly line = input.required<MemberLine>();
  readonly selection = input.required<Selection<MemberLine>>();
  readonly isAdmin = input(false);
  /** Where an administrator is led. */
  readonly adminPage = input('/personnes');
  protected readonly t = injectTranslate();
  /** A colleague's own page is not for colleagues. */
  protected readonly page = computed(() => {
    const { teaches, user } = this.line();
    if (this.isAdmin()) return this.adminPage();
    return !teaches && user.role === 'student' ? '/personnes' : undefined;
  });
}
