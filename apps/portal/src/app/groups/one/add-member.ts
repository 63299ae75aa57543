import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatAutocompleteModule } from '@angular/material/autocomplete';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { SentBy, SentForm } from '../../forms/sent-form';
import { injectReason } from '../../http/sentence';
import { injectTranslate } from '../../i18n/translate';
import { Messages } from '../../ui/messages';
import { GroupsClient } from '../groups-client';

/** Adds someone: found by part of the name, or by the whole account name. */
@Component({
  selector: 'vmm-add-member',
  imports: [MatAutocompleteModule, MatButton, MatCheckbox, MatFormField, MatInput, MatLabel, SentBy],
  template: `
    <form [vmmSent]="form">
      <mat-form-field appearance="outline" hideRequiredMarker subscriptSizing="dynamic">
        <mat-label>{{ t('groups.add-who') }}</mat-label>
        <input
          #box
          matInput
          [matAutocomplete]="choices"
          [value]="typed()"
          [attr.aria-invalid]="form.refusal() !== undefined"
          [attr.aria-describedby]="form.refusal() === undefined ? null : 'add-member-refusal'"
          (input)="typed.set(box.value); form.forgetRefusal()"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
        />
        <mat-autocomplete #choices="matAutocomplete" (optionSelected)="typed.set($event.option.value)">
          @for (account of found(); track account.id) {
            <mat-option [value]="account.username">
              {{ account.displayName }} <span class="muted">{{ account.username }}</span>
            </mat-option>
          }
        </mat-autocomplete>
      </mat-form-field>
      @if (mayTeach()) {
        <mat-checkbox [checked]="teaches()" (change)="teaches.set($event.checked)">
          {{ t('groups.as-teacher') }}
        </mat-checkbox>
      }
      <button matButton="tonal" type="submit" [disabled]="form.isBlocked()" disabledInteractive>
        {{ t('groups.add') }}
      </button>
      <p class="trouble" id="add-member-refusal" role="alert">
        @if (form.refusal(); as problem) {
          {{ reason(problem) }}
        }
      </p>
    </form>
  `,
  styles: `
    form {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
    }
    mat-form-field {
      flex: 1 1 260px;
      max-width: 420px;
    }
    .trouble {
      flex: 1 0 100%;
    }
    .trouble:empty {
      display: none;
    }
  `,
})
export class AddMember {
  readonly groupId = input.required<string>();
  readonly mayTeach = input(false);
  readonly added = output();
  protected readonly t = injectTranslate();
  protected readonly reason = injectReason();
  protected readonly typed = signal('');
  protected readonly teaches = signal(false);
  private readonly client = inject(GroupsClient);
  private readonly messages = inject(Messages);
  private readonly candidates = this.client.candidates(this.typed);
  protected readonly found = computed(() => (this.candidates.hasValue() ? this.candidates.value() : []));
  protected readonly form = new SentForm(signal({}), {
    isReady: () => this.typed().trim() !== '',
    send: async () => {
      const username = this.typed().trim();
      const member = { username, teaches: this.mayTeach() && this.teaches() };
      const outcome = await this.client.add(this.groupId(), member);
      this.messages.tell(this.t(`groups.${outcome}`, { name: username }));
      this.typed.set('');
      this.added.emit();
    },
  });
}
