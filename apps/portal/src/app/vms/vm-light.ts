import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { STATE_LOOKS } from './state-chip';

/** A machine in one line of many: its name and state lead to it, the screen beside to its console. */
@Component({
  selector: 'vmm-vm-light',
  imports: [MatIcon, RouterLink],
  template: `
    <a class="name" [routerLink]="['/machines', vm().id]" [title]="hint()">
      <mat-icon [svgIcon]="look().icon" aria-hidden="true" /><strong>{{ vm().name }}</strong>
      {{ stateName() }}
    </a>
    @if (hasScreen()) {
      <a
        class="console"
        [routerLink]="['/machines', vm().id, 'console']"
        [attr.aria-label]="consoleName()"
        [title]="consoleName()"
      >
        <mat-icon svgIcon="desktop" aria-hidden="true" />
      </a>
    }
  `,
  host: { '[class]': 'look().tone' },
  styles: `
    :host {
      display: inline-flex;
      align-items: stretch;
      max-width: 100%;
      min-height: 24px;
      border-radius: 6px;
      background: var(--tone-soft);
      color: var(--tone);
      font-size: var(--vmm-size-small);
      line-height: 24px;
    }
    a {
      display: inline-flex;
      align-items: center;
      color: inherit;
      text-decoration: none;
    }
    a:focus-visible {
      outline-offset: -2px;
    }
    .name {
      gap: 4px;
      min-width: 0;
      padding-inline: 6px;
      border-radius: 6px;
      white-space: nowrap;
    }
    .name:hover strong {
      text-decoration: underline;
    }
    strong {
      overflow: hidden;
      min-width: 3ch;
      max-width: 18ch;
      text-overflow: ellipsis;
    }
    .console {
      flex: none;
      justify-content: center;
      width: 30px;
      border-left: 1px solid color-mix(in srgb, currentColor 30%, transparent);
      border-radius: 0 6px 6px 0;
    }
    .console:hover {
      background: color-mix(in srgb, currentColor 16%, transparent);
    }
    mat-icon {
      width: 14px;
      height: 14px;
    }
    .console mat-icon {
      width: 16px;
      height: 16px;
    }
    :host(.running) {
      --tone-soft: var(--vmm-running-soft);
      --tone: var(--vmm-running);
    }
    :host(.stopped) {
      --tone-soft: var(--vmm-stopped-soft);
      --tone: var(--vmm-stopped);
    }
    :host(.changing) {
      --tone-soft: var(--vmm-changing-soft);
      --tone: var(--vmm-changing);
    }
    :host(.suspended) {
      --tone-soft: var(--vmm-suspended-soft);
      --tone: var(--vmm-suspended);
    }
    :host(.failed) {
      --tone-soft: var(--vmm-failed-soft);
      --tone: var(--vmm-failed);
    }
  `,
})
export class VmLight {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  protected readonly look = computed(() => STATE_LOOKS[this.vm().state]);
  protected readonly stateName = computed(() => this.t(`state.${this.vm().state}`));
  protected readonly hasScreen = computed(() => this.vm().allowedActions.includes('open-console'));
  protected readonly consoleName = computed(() => {
    const { name, owner } = this.vm();
    return this.t('several.open-console', {
      whose: this.t('console.whose', { name, owner: owner.displayName }),
    });
  });
  /** Why it failed stands in its job. */
  protected readonly hint = computed(() => {
    const { name, state, job } = this.vm();
    return state === 'failed' && job?.problem ? `${name} : ${job.problem.detail}` : name;
  });
}
