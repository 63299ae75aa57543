import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { VmState } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import type { IconName } from '../ui/icons';

interface Look {
  readonly icon: IconName;
  readonly tone: 'running' | 'stopped' | 'changing' | 'suspended' | 'failed';
}

export const STATE_LOOKS: Record<VmState, Look> = {
  queued: { icon: 'hourglass', tone: 'changing' },
  creating: { icon: 'sync', tone: 'changing' },
  starting: { icon: 'sync', tone: 'changing' },
  stopping: { icon: 'sync', tone: 'changing' },
  deleting: { icon: 'sync', tone: 'changing' },
  running: { icon: 'play', tone: 'running' },
  stopped: { icon: 'power', tone: 'stopped' },
  restoring: { icon: 'history', tone: 'changing' },
  suspended: { icon: 'bedtime', tone: 'suspended' },
  failed: { icon: 'error', tone: 'failed' },
};

/** A state as icon and word on its colour. */
@Component({
  selector: 'vmm-state-chip',
  imports: [MatIcon],
  template: `<mat-icon [svgIcon]="look().icon" aria-hidden="true" />{{ t(label()) }}`,
  host: { '[class]': 'look().tone' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      padding: 2px 8px 2px 6px;
      border-radius: 999px;
      font-size: var(--vmm-size-small);
      font-weight: 600;
      line-height: 20px;
      white-space: nowrap;
    }
    mat-icon {
      width: 14px;
      height: 14px;
    }
    :host(.running) {
      background: var(--vmm-running-soft);
      color: var(--vmm-running);
    }
    :host(.stopped) {
      background: var(--vmm-stopped-soft);
      color: var(--vmm-stopped);
    }
    :host(.changing) {
      background: var(--vmm-changing-soft);
      color: var(--vmm-changing);
    }
    :host(.suspended) {
      background: var(--vmm-suspended-soft);
      color: var(--vmm-suspended);
    }
    :host(.failed) {
      background: var(--vmm-failed-soft);
      color: var(--vmm-failed);
    }
  `,
})
export class StateChip {
  readonly state = input.required<VmState>();
  protected readonly look = computed(() => STATE_LOOKS[this.state()]);
  protected readonly label = computed(() => `state.${this.state()}` as const);
  protected readonly t = injectTranslate();
}
