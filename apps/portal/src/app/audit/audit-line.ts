import { Component, computed, inject, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { AuditEntry, AuditOutcome } from '@vm-manager/contracts';
import { exactTime, localeOf } from '../i18n/format';
import { Languages } from '../i18n/languages';
import { SchoolTime } from '../i18n/school-time';
import { injectTranslate } from '../i18n/translate';
import type { IconName } from '../ui/icons';
import { injectAuditDetails } from './audit-details';
import { kindOf } from './audit-query';
import { injectAuditSentence } from './audit-sentence';

const LOOKS: Record<AuditOutcome, { icon: IconName; tone: string }> = {
  done: { icon: 'check', tone: '' },
  refused: { icon: 'block', tone: 'warn' },
  failed: { icon: 'error', tone: 'bad' },
};

/** One line of the log; opened, it says everything that was recorded. */
@Component({
  selector: 'vmm-audit-line',
  imports: [MatIcon],
  templateUrl: './audit-line.html',
  styleUrl: './audit-line.scss',
})
export class AuditLine {
  readonly entry = input.required<AuditEntry>();
  protected readonly t = injectTranslate();
  private readonly languages = inject(Languages);
  private readonly school = inject(SchoolTime);
  private readonly tell = injectAuditSentence();
  protected readonly sentence = computed(() => this.tell(this.entry()));
  protected readonly look = computed(() => LOOKS[this.entry().outcome]);
  protected readonly time = computed(() =>
    new Intl.DateTimeFormat(localeOf(this.languages.active()), {
      timeStyle: 'medium',
      hourCycle: 'h23',
      timeZone: this.school.zone(),
    }).format(new Date(this.entry().at)),
  );
  protected readonly exact = computed(() =>
    exactTime(this.entry().at, this.languages.active(), this.school.zone()),
  );
  protected readonly outcomeName = computed(() => `audit.outcome.${this.entry().outcome}` as const);
  protected readonly kindName = computed(() => `audit.kind.${kindOf(this.entry().action)}` as const);
  protected readonly actionName = computed(() => `audit.action.${this.entry().action}` as const);
  private readonly explain = injectAuditDetails();
  protected readonly details = computed(() => this.explain(this.entry().details));
}
