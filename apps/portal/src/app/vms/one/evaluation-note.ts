import { Component, computed, inject, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { EVALUATION_WARNING_DAYS, type Vm } from '@vm-manager/contracts';
import { exactDay } from '../../i18n/format';
import { Languages } from '../../i18n/languages';
import { SchoolTime } from '../../i18n/school-time';
import { injectTranslate } from '../../i18n/translate';
import { Clock } from '../../time/clock';

const DAY_MS = 86_400_000;

/** That the trial of the system ends, when it is near or over, and what comes then. */
@Component({
  selector: 'vmm-evaluation-note',
  imports: [MatIcon],
  template: `
    @if (text(); as sentence) {
      <mat-icon svgIcon="schedule" aria-hidden="true" /><span>{{ sentence }}</span>
    }
  `,
  host: { '[class.empty]': '!text()' },
  styles: `
    :host {
      display: flex;
      align-items: start;
      gap: 4px;
      color: var(--vmm-suspended);
      font-size: var(--vmm-size-small);
    }
    :host(.empty) {
      display: none;
    }
    mat-icon {
      flex: none;
      width: 16px;
      height: 16px;
    }
  `,
})
export class EvaluationNote {
  readonly vm = input.required<Vm>();
  private readonly t = injectTranslate();
  private readonly clock = inject(Clock);
  private readonly languages = inject(Languages);
  private readonly time = inject(SchoolTime);
  protected readonly text = computed(() => {
    const { evaluationEndsAt: end } = this.vm();
    if (end === null) return '';
    const leftMs = Date.parse(end) - this.clock.minute();
    if (leftMs > EVALUATION_WARNING_DAYS * DAY_MS) return '';
    const date = exactDay(end, this.languages.active(), this.time.zone());
    return this.t(leftMs > 0 ? 'vm.evaluation-ends' : 'vm.evaluation-ended', { date });
  });
}
