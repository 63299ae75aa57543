import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { Messages } from '../ui/messages';
import { ConsoleClient } from './console-client';

/** Under the commands, when there is something to say: who types instead of the owner, who asks to, and a call for help. */
@Component({
  selector: 'vmm-control-band',
  imports: [MatButton],
  template: `
    <div role="status">
      @if (asker(); as person) {
        <p>
          <span>{{ t('console.control.asked', { name: person.displayName }) }}</span>
          <button mat-button type="button" (click)="answer('give', person.id)">
            {{ t('console.control.give') }}
          </button>
          <button mat-button type="button" (click)="answer('refuse', person.id)">
            {{ t('console.control.refuse') }}
          </button>
        </p>
      }
      @if (typist(); as name) {
        <p>
          <span>{{ t('console.control.taken', { name }) }}</span>
          <button mat-button type="button" (click)="takeBack()">{{ t('console.control.take-back') }}</button>
        </p>
      }
      @if (needsHelp()) {
        <p>
          <span>{{
            isOwn() ? t('console.help.asked') : t('console.help.wanted', { owner: vm().owner.displayName })
          }}</span>
          <button mat-button type="button" (click)="endHelp()">
            {{ t(isOwn() ? 'console.help.withdraw' : 'console.help.done') }}
          </button>
        </p>
      }
    </div>
  `,
  host: { '(document:keydown.f9)': 'onTakeBackKey($event)' },
  styles: `
    :host {
      flex: none;
    }
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: center;
      gap: 0 8px;
      min-height: 36px;
      margin: 0;
      padding-inline: 12px;
      background: #f2c46d;
      color: #2a1c00;
      font-weight: 600;
    }
    span {
      min-width: 0;
      overflow-wrap: anywhere;
    }
    button {
      --mat-button-text-label-text-color: currentColor;
      flex: none;
      height: 32px;
      text-decoration: underline;
      text-underline-offset: 3px;
    }
  `,
})
export class ControlBand {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  private readonly client = inject(ConsoleClient);
  private readonly messages = inject(Messages);
  private readonly session = inject(Session);
  private readonly readerId = computed(() => this.session.user()?.id);
  protected readonly isOwn = computed(() => this.vm().owner.id === this.readerId());
  private readonly isHeld = computed(() => this.vm().control?.holder?.id === this.readerId());
  /** Whoever asks for what the reader may give. */
  protected readonly asker = computed(() => {
    const asker = this.vm().control?.asker;
    return asker && asker.id !== this.readerId() && (this.isOwn() || this.isHeld()) ? asker : undefined;
  });
  /** Who types on the reader's own screen. */
  protected readonly typist = computed(() => {
    const holder = this.vm().control?.holder;
    return holder && this.isOwn() && !this.isHeld() ? holder.displayName : '';
  });
  protected readonly needsHelp = computed(() => Boolean(this.vm().control?.helpAskedAt));

  protected async answer(what: 'give' | 'refuse', userId: string): Promise<void> {
    await this.messages.attempt(() => this.client.answer(this.vm().id, what, userId));
  }

  protected async takeBack(): Promise<void> {
    await this.messages.attempt(() => this.client.takeControl(this.vm().id));
  }

  /** One key, as who watches types nothing else; at any other time it is the machine's. */
  protected onTakeBackKey(event: Event): void {
    if (!this.typist()) return;
    event.preventDefault();
    void this.takeBack();
  }

  protected async endHelp(): Promise<void> {
    await this.messages.attempt(() => this.client.endHelp(this.vm().id));
  }
}
