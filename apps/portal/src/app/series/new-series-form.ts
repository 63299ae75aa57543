import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatIcon } from '@angular/material/icon';
import { MatRadioModule } from '@angular/material/radio';
import { Router, RouterLink } from '@angular/router';
import type { SeriesPlan, VmTemplate } from '@vm-manager/contracts';
import { FormEnd } from '../forms/form-end';
import { PasswordField } from '../forms/password-field';
import { SentBy, SentForm } from '../forms/sent-form';
import { TextField } from '../forms/text-field';
import { injectTranslate } from '../i18n/translate';
import { QuotaBars } from '../quotas/quota-bars';
import { SizeFields } from '../vms/size-fields';
import { TemplateChoice } from '../vms/new/template-choice';
import { SeriesClient } from './series-client';
import { type SeriesDraft, firstSeriesDraft, rulesOf, wishOf, withSeriesTemplate } from './series-draft';

/** Sent once it says what would be made, for whom not and why, and what it costs; sent again it makes that. */
@Component({
  selector: 'vmm-new-series-form',
  imports: [
    FormEnd,
    MatButton,
    MatCheckbox,
    MatIcon,
    MatRadioModule,
    PasswordField,
    QuotaBars,
    RouterLink,
    SentBy,
    SizeFields,
    TemplateChoice,
    TextField,
  ],
  templateUrl: './new-series-form.html',
  styleUrl: './new-series-form.scss',
})
export class NewSeriesForm {
  readonly templates = input.required<readonly VmTemplate[]>();
  readonly groupId = input.required<string>();
  protected readonly t = injectTranslate();
  private readonly client = inject(SeriesClient);
  private readonly router = inject(Router);

  // A template that is gone is replaced by another; all else stays as it was typed.
  protected readonly draft = linkedSignal<readonly VmTemplate[], SeriesDraft>({
    source: () => this.templates(),
    computation: (templates, previous) => {
      if (previous && templates.some(({ id }) => id === previous.value.templateId)) return previous.value;
      const template = templates.find(({ available }) => available) ?? templates[0];
      if (!template) throw new Error('This form needs a template.');
      return previous ? withSeriesTemplate(previous.value, template) : firstSeriesDraft(template);
    },
  });
  protected readonly template = computed(() =>
    this.templates().find(({ id }) => id === this.draft().templateId),
  );
  /** Of what is in the form now. */
  protected readonly plan = linkedSignal<SeriesDraft, SeriesPlan | undefined>({
    source: this.draft,
    computation: () => undefined,
  });
  protected readonly refused = computed(
    () => this.plan()?.members.filter(({ problem }) => problem !== null) ?? [],
  );
  protected readonly count = computed(() => (this.plan()?.total ?? 0) - this.refused().length);
  protected readonly isLimited = computed(() =>
    Object.values(this.plan()?.cost.budget.limits ?? {}).some((limit) => limit !== null),
  );
  protected readonly form = new SentForm(this.draft, {
    name: 'new-series',
    rules: (path) =>
      validateStandardSchema(path, () => {
        const template = this.template();
        return template && rulesOf(template, this.draft().isRandom);
      }),
    isReady: () => this.plan() === undefined || this.count() > 0,
    send: async (draft) => {
      const wish = wishOf(draft, this.groupId());
      if (!this.plan()) return this.plan.set(await this.client.plan(wish));
      const { id } = await this.client.create(wish);
      await this.router.navigate(['/classes', this.groupId(), 'series', id]);
    },
    fieldOfCode: { 'name-taken': 'namePattern' },
  });
  protected readonly verb = computed(() => {
    if (this.form.isBusy()) return this.t('series.sending');
    return this.plan() ? this.t.count('series.create', this.count()) : this.t('series.check');
  });

  protected choose(template: VmTemplate): void {
    this.draft.update((draft) => withSeriesTemplate(draft, template));
  }

  protected set(change: Partial<SeriesDraft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }
}
