import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { type PasswordRule, type PasswordRules, checkPassword } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';

/** Limits nobody meets by accident are mentioned only once they are broken. */
const SHOWN_WHEN_BROKEN = new Set(['max-length', 'characters']);

@Component({
  selector: 'vmm-password-rule-list',
  imports: [MatIcon],
  template: `
    <ul [attr.aria-label]="t('rule.title')">
      @for (check of checks(); track check.rule) {
        <li [class.kept]="check.kept" [class.broken]="!check.kept && isUrgent()">
          <mat-icon
            [svgIcon]="check.kept ? 'check-circle' : isUrgent() ? 'error' : 'unchecked'"
            role="img"
            aria-hidden="false"
            [attr.aria-label]="t(check.kept ? 'rule.kept' : 'rule.broken')"
          />
          {{ textOf(check.rule) }}
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      margin: 8px 0 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      align-items: center;
      gap: 4px;
      color: var(--vmm-muted);
      font-size: var(--vmm-size-small);
    }
    mat-icon {
      width: 16px;
      height: 16px;
    }
    .kept {
      color: var(--vmm-running);
    }
    .broken {
      color: var(--vmm-failed);
    }
  `,
})
export class PasswordRuleList {
  readonly password = input.required<string>();
  readonly rules = input.required<PasswordRules>();
  readonly isUrgent = input(false);
  protected readonly t = injectTranslate();
  protected readonly checks = computed(() =>
    checkPassword(this.password(), this.rules()).filter(
      ({ rule, kept }) => !(kept && SHOWN_WHEN_BROKEN.has(rule)),
    ),
  );

  protected textOf(rule: PasswordRule): string {
    const { minLength, maxLength } = this.rules();
    return this.t(`rule.${rule}`, { limit: rule === 'max-length' ? maxLength : minLength });
  }
}
