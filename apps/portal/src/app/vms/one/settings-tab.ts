import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import { type Vm, waitsInBin } from '@vm-manager/contracts';
import type { TextKey } from '../../i18n/text-key';
import { injectTranslate } from '../../i18n/translate';
import { BinDays } from '../../platform/bin-days';
import { TemplatesClient } from '../templates-client';
import { NextStartNote } from '../next-start-note';
import { VmActions } from '../vm-actions';
import { CurrentVm } from './current-vm';
import { GuestPasswordForm } from './guest-password-form';
import { NameForm } from './name-form';
import { SizeForm } from './size-form';

@Component({
  selector: 'vmm-settings-tab',
  imports: [GuestPasswordForm, MatButton, MatIcon, NameForm, NextStartNote, SizeForm],
  template: `
    @if (vm(); as vm) {
      <section>
        <h2>{{ t('settings.name-title') }}</h2>
        <p class="muted">{{ t('settings.name-text') }}</p>
        @if (!vm.allowedActions.includes('update')) {
          <p class="not-now">{{ t(whyNot(vm)) }}</p>
        }
        @if (staysOpen(vm, 'update')) {
          <vmm-name-form [vm]="vm" [inert]="!vm.allowedActions.includes('update')" />
        }
      </section>
      <section>
        <h2>{{ t('settings.size-title') }}</h2>
        @if (!vm.allowedActions.includes('update')) {
          <p class="not-now">{{ t(whyNot(vm)) }}</p>
        }
        @if (staysOpen(vm, 'update') && template(); as template) {
          <vmm-next-start-note [vm]="vm" class="waits" />
          <vmm-size-form [vm]="vm" [template]="template" [inert]="!vm.allowedActions.includes('update')" />
        }
      </section>
      <section>
        <h2>{{ t('settings.password-title') }}</h2>
        <p class="muted">{{ t('settings.password-text') }}</p>
        @if (!vm.allowedActions.includes('set-password')) {
          <p class="not-now">{{ t(whyNot(vm)) }}</p>
        }
        @if (staysOpen(vm, 'set-password') && template(); as template) {
          <vmm-guest-password-form
            [vm]="vm"
            [template]="template"
            [inert]="!vm.allowedActions.includes('set-password')"
          />
        }
      </section>
      <section>
        <h2>{{ t('settings.delete-title') }}</h2>
        <p class="muted">{{ deleteText(vm) }}</p>
        <button
          mat-stroked-button
          type="button"
          class="danger"
          [disabled]="vm.state === 'deleting' || !vm.allowedActions.includes('delete')"
          disabledInteractive
          (click)="remove(vm)"
        >
          <mat-icon svgIcon="remove" />{{ t('confirm.delete.verb', { name: vm.name }) }}
        </button>
      </section>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 24px;
      max-width: var(--vmm-reading-width);
    }
    section {
      padding: 16px 24px 24px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-card);
      background: var(--vmm-card);
    }
    p {
      margin-bottom: 16px;
    }
    // The sentence above says why; what stands here stays readable.
    [inert] {
      opacity: 0.85;
    }
    .not-now + * {
      margin-top: 16px;
    }
    .waits {
      margin-top: 4px;
    }
    vmm-size-form {
      display: block;
      margin-top: 12px;
    }
    .not-now {
      margin: 0;
      padding: 12px 16px;
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-stopped-soft);
    }
    button {
      height: auto;
      min-height: 36px;
      max-width: 100%;
      padding-block: 8px;
      overflow-wrap: anywhere;
      white-space: normal;
    }
  `,
})
export class SettingsTab {
  protected readonly t = injectTranslate();
  protected readonly vm = inject(CurrentVm).vm;
  protected readonly template = inject(TemplatesClient).of(this.vm);
  private readonly actions = inject(VmActions);
  private readonly router = inject(Router);
  private readonly binDays = inject(BinDays).days;

  /** While a job runs the form waits below the note: what is typed in it is not lost. */
  protected staysOpen(vm: Vm, action: 'update' | 'set-password'): boolean {
    return vm.allowedActions.includes(action) || this.whyNot(vm) === 'settings.not-now';
  }

  protected whyNot({ state }: Vm): TextKey {
    if (state === 'failed' || state === 'suspended') return `settings.${state}`;
    return state === 'stopped' ? 'settings.start-first' : 'settings.not-now';
  }

  protected deleteText({ state }: Vm): string {
    const days = this.binDays();
    return days > 0 && waitsInBin(state)
      ? this.t.count('settings.bin-text', days)
      : this.t('settings.delete-text');
  }

  protected async remove(vm: Vm): Promise<void> {
    if (await this.actions.run(vm, 'delete')) await this.router.navigate(['/machines']);
  }
}
