import { Component, inject, linkedSignal } from '@angular/core';
import { ChoiceField } from '../../forms/choice-field';
import { FormEnd } from '../../forms/form-end';
import { SentBy, SentForm } from '../../forms/sent-form';
import { injectTranslate } from '../../i18n/translate';
import { Messages } from '../../ui/messages';
import { ProblemNote } from '../../ui/problem-note';
import { injectClearingChoices } from './clearing-choices';
import { ClearingClient } from './clearing-client';

/** After how long unused machines go to the bin, where their class says nothing else. */
@Component({
  selector: 'vmm-default-clearing-form',
  imports: [ChoiceField, FormEnd, ProblemNote, SentBy],
  template: `
    <section class="panel">
      <h2>{{ t('clearing.default-title') }}</h2>
      <p class="muted">{{ t('clearing.default-lead') }}</p>
      @if (rule.hasValue()) {
        <form [vmmSent]="form">
          <vmm-choice-field
            [field]="form.fields.unusedDays"
            [label]="t('clearing.unused')"
            [choices]="choices.unused(rule.value().unusedDays)"
          />
          <vmm-choice-field
            [field]="form.fields.keepDays"
            [label]="t('clearing.keep-days')"
            [choices]="choices.keep(rule.value().keepDays)"
          />
          <vmm-form-end [form]="form" [verb]="t('common.save')" />
        </form>
      } @else if (rule.error(); as error) {
        <vmm-problem-note [error]="error" (retry)="rule.reload()" />
      } @else {
        <div class="skeleton" role="status" [attr.aria-label]="t('common.loading')"></div>
      }
    </section>
  `,
  styles: `
    form {
      display: grid;
      gap: 16px;
      margin-top: 16px;
    }
    .skeleton {
      height: 190px;
    }
  `,
})
export class DefaultClearingForm {
  protected readonly t = injectTranslate();
  protected readonly choices = injectClearingChoices();
  private readonly client = inject(ClearingClient);
  private readonly messages = inject(Messages);
  protected readonly rule = this.client.byDefault();
  protected readonly form = new SentForm(
    linkedSignal(() => (this.rule.hasValue() ? this.rule.value() : { unusedDays: 0, keepDays: 0 })),
    {
      name: 'default-clearing',
      send: async (values) => {
        this.rule.set(await this.client.setDefault(values));
        this.messages.tell(this.t('clearing.saved'));
      },
    },
  );
}
