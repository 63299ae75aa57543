import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { injectTranslate } from '../../i18n/translate';
import { BlankSlate } from '../../ui/blank-slate';
import { ScreenPicture } from '../../vms/screen-picture';
import type { MemberLine } from './member-line';

/** What a class does at the moment: the screens of all its machines that run, each a way to its console. */
@Component({
  selector: 'vmm-member-screens',
  imports: [BlankSlate, RouterLink, ScreenPicture],
  template: `
    <ul>
      @for (screen of screens(); track screen.vm.id) {
        <li>
          <a [routerLink]="['/machines', screen.vm.id, 'console']">
            <vmm-screen-picture [vm]="screen.vm" />
            <span class="who">{{ screen.owner }}</span>
            <span class="muted name">{{ screen.vm.name }}</span>
          </a>
        </li>
      }
    </ul>
    @if (screens().length === 0) {
      <vmm-blank-slate icon="desktop" [title]="t('groups.no-screens')" />
    }
  `,
  styles: `
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 160px), 1fr));
      gap: 12px;
      margin: 12px 0 0;
      padding: 0;
      list-style: none;
    }
    a {
      display: block;
      overflow: hidden;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-card);
      color: inherit;
      text-decoration: none;

      &:hover {
        background: var(--vmm-hover);
      }
    }
    span {
      display: block;
      overflow: hidden;
      padding-inline: 8px;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .who {
      padding-top: 6px;
      font-weight: 600;
    }
    .name {
      padding-bottom: 6px;
      font-size: var(--vmm-size-small);
    }
  `,
})
export class MemberScreens {
  readonly lines = input.required<readonly MemberLine[]>();
  protected readonly t = injectTranslate();
  protected readonly screens = computed(() =>
    this.lines().flatMap(({ user, vms }) =>
      vms.filter(({ state }) => state === 'running').map((vm) => ({ vm, owner: user.displayName })),
    ),
  );
}
