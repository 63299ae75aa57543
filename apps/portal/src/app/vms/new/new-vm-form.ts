import { Component, computed, inject, input, linkedSignal, untracked } from '@angular/core';
import { validateStandardSchema } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatOption, MatSelect } from '@angular/material/select';
import { Router, RouterLink } from '@angular/router';
import { type Quota, type VmTemplate, createVmFor } from '@vm-manager/contracts';
import { injectFieldSentence } from '../../forms/field-sentence';
import { FormEnd } from '../../forms/form-end';
import { PasswordField } from '../../forms/password-field';
import { SentBy, SentForm } from '../../forms/sent-form';
import { TextField } from '../../forms/text-field';
import { injectTranslate } from '../../i18n/translate';
import { AfterThis } from '../../quotas/after-this';
import { Session } from '../../session/session';
import { SizeFields } from '../size-fields';
import { newVmAdds } from '../vm-size';
import { VmsClient } from '../vms-client';
import { type Draft, firstDraft, withTemplate } from './draft';
import { TemplateChoice } from './template-choice';

@Component({
  selector: 'vmm-new-vm-form',
  imports: [
    AfterThis,
    FormEnd,
    MatButton,
    MatCheckbox,
    MatFormField,
    MatHint,
    MatLabel,
    MatOption,
    MatSelect,
    PasswordField,
    RouterLink,
    SentBy,
    SizeFields,
    TemplateChoice,
    TextField,
  ],
  templateUrl: './new-vm-form.html',
  styleUrl: './new-vm-form.scss',
})
export class NewVmForm {
  readonly templates = input.required<readonly VmTemplate[]>();
  /** Names of the person's machines. */
  readonly taken = input.required<readonly string[]>();
  /** The person's, as soon as it is known; what the machine would mean for it is said while the size is chosen. */
  readonly quota = input<Quota>();

  protected readonly t = injectTranslate();
  protected readonly sentence = injectFieldSentence();
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly client = inject(VmsClient);

  /** Groups in which the person is a student; with one or none there is nothing to choose. */
  protected readonly groups = computed(
    () => this.session.user()?.groups.filter(({ teaches }) => !teaches) ?? [],
  );
  protected readonly groupId = linkedSignal(() => this.groups()[0]?.id);

  // What happens elsewhere must not wipe what is typed here: only a template that is gone is replaced by another.
  private readonly draft = linkedSignal<readonly VmTemplate[], Draft>({
    source: () => this.templates(),
    computation: (templates, previous) => {
      if (previous && templates.some(({ id }) => id === previous.value.templateId)) return previous.value;
      const template = templates.find(({ available }) => available) ?? templates[0];
      if (!template) throw new Error('This form needs a template.');
      return untracked(() =>
        previous
          ? withTemplate(previous.value, template, this.taken())
          : firstDraft(template, this.session.user()?.username ?? '', this.taken()),
      );
    },
  });
  protected readonly template = computed(() => {
    const id = this.draft().templateId;
    return this.templates().find((template) => template.id === id);
  });

  protected readonly form = new SentForm(this.draft, {
    name: 'new-vm',
    rules: (path) =>
      validateStandardSchema(path, () => {
        const template = this.template();
        return template && createVmFor(template);
      }),
    send: async (draft) => {
      const groupId = this.groups().length > 1 ? this.groupId() : undefined;
      const vm = await this.client.create({ ...draft, groupId });
      await this.router.navigate(['/machines', vm.id]);
    },
    fieldOfCode: { 'name-taken': 'name' },
  });
  protected readonly adds = computed(() => newVmAdds(this.draft()));

  protected choose(template: VmTemplate): void {
    this.draft.update((draft) => withTemplate(draft, template, this.taken()));
  }
}
