import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { ShownPasswords, Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';
import { CopyButton } from '../../ui/copy-button';
import { Messages } from '../../ui/messages';
import { HandedPasswordsClient } from '../handed-passwords-client';

/** Hands the passwords of a machine of a series to its student: shown once, until the note is closed or the page is left. */
@Component({
  selector: 'vmm-handed-passwords-note',
  imports: [CopyButton, MatButton, MatIcon],
  template: `
    @if (shown(); as passwords) {
      <section [attr.aria-label]="t('handed.title')" tabindex="-1">
        <h2>{{ t('handed.title') }}</h2>
        <p>{{ t('handed.write-down') }}</p>
        <dl>
          <dt>{{ t('handed.username') }}</dt>
          <dd>
            <code>{{ passwords.username }}</code>
          </dd>
          @for (one of parts(); track one.label) {
            <dt>{{ one.label }}</dt>
            <dd>
              @if (one.password; as password) {
                <code>{{ password }}</code><vmm-copy-button [text]="password" [label]="one.copy" />
              } @else {
                <span class="muted">{{ t('handed.set-anew') }}</span>
              }
            </dd>
          }
        </dl>
        <button matButton="tonal" type="button" (click)="shown.set(undefined)">{{ t('handed.done') }}</button>
      </section>
    } @else if (isWaiting()) {
      <section [attr.aria-label]="t('handed.title')">
        <p><mat-icon svgIcon="key" aria-hidden="true" />{{ t('handed.waiting') }}</p>
        <button mat-flat-button type="button" [disabled]="isBusy()" disabledInteractive (click)="show()">
          {{ t('handed.show') }}
        </button>
      </section>
    }
  `,
  styles: `
    :host:empty {
      display: none;
    }
    section {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
      margin-top: 8px;
      padding: 12px 16px;
      border: 1px solid var(--vmm-accent);
      border-radius: var(--vmm-radius-card);
      background: var(--vmm-card);
    }
    h2,
    section > p {
      flex: 1 1 280px;
    }
    h2 {
      flex-basis: 100%;
      font-size: var(--vmm-size-body);
    }
    p {
      display: flex;
      align-items: center;
      gap: 8px;
    }
    dl {
      display: grid;
      flex: 1 1 100%;
      grid-template-columns: minmax(0, auto) minmax(0, 1fr);
      align-items: center;
      gap: 4px 16px;
      margin: 0;
    }
    dt {
      color: var(--vmm-muted);
    }
    dd {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      min-height: 28px;
      margin: 0;
    }
    code {
      font-size: var(--vmm-size-title);
      overflow-wrap: anywhere;
    }
    @media (width < 640px) {
      dl {
        grid-template-columns: minmax(0, 1fr);
        gap: 0;
      }
    }
  `,
})
export class HandedPasswordsNote {
  /** One's own. */
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  private readonly client = inject(HandedPasswordsClient);
  private readonly messages = inject(Messages);
  private readonly waiting = this.client.waiting(() => true);
  private readonly id = computed(() => this.vm().id);
  protected readonly isWaiting = computed(
    () => this.waiting.hasValue() && this.waiting.value().some(({ vmId }) => vmId === this.id()),
  );
  /** Of this machine: another one's page begins without. */
  protected readonly shown = linkedSignal<string, ShownPasswords | undefined>({
    source: this.id,
    computation: () => undefined,
  });
  protected readonly isBusy = linkedSignal({ source: this.id, computation: () => false });
  protected readonly parts = computed(() => {
    const { username = '', password = null, rootPassword = null } = this.shown() ?? {};
    return [
      { label: this.t('handed.password'), password, copy: this.t('handed.copy', { account: username }) },
      {
        label: this.t('handed.root'),
        password: rootPassword,
        copy: this.t('handed.copy', { account: 'root' }),
      },
    ];
  });

  protected async show(): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    const shown = await this.messages.attempt(() => this.client.show(this.vm().id));
    this.isBusy.set(false);
    if (shown) this.shown.set(shown);
    this.waiting.reload();
  }
}
