import { Clipboard } from '@angular/cdk/clipboard';
import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, computed, inject, input, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';

const SHOWN_MS = 2000;

@Component({
  selector: 'vmm-copy-button',
  imports: [MatIconButton, MatIcon],
  template: `
    <button
      mat-icon-button
      type="button"
      [attr.aria-label]="name()"
      [title]="isCopied() ? t('common.copied') : name()"
      (click)="copy()"
    >
      <mat-icon [svgIcon]="isCopied() ? 'check' : 'copy'" />
    </button>
  `,
  styles: `
    :host {
      display: inline-flex;
    }
    button {
      --mat-icon-button-state-layer-size: 28px;
      --mat-icon-button-icon-size: 16px;
      width: 28px;
      height: 28px;
      padding: 6px;
    }
    mat-icon {
      width: 16px;
      height: 16px;
    }
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  /** What is copied, where the text itself is too long to say. */
  readonly label = input<string>();
  protected readonly isCopied = signal(false);
  protected readonly t = injectTranslate();
  protected readonly name = computed(() => this.label() ?? this.t('common.copy', { text: this.text() }));
  private readonly clipboard = inject(Clipboard);
  private readonly announcer = inject(LiveAnnouncer);

  protected copy(): void {
    if (!this.clipboard.copy(this.text())) return;
    this.isCopied.set(true);
    void this.announcer.announce(this.t('common.copied'));
    setTimeout(() => this.isCopied.set(false), SHOWN_MS);
  }
}
