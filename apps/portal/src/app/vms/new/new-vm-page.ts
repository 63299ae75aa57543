import { Component, computed, inject } from '@angular/core';
import { injectTranslate } from '../../i18n/translate';
import { QuotasClient } from '../../quotas/quotas-client';
import { Session } from '../../session/session';
import { BlankSlate } from '../../ui/blank-slate';
import { ProblemNote } from '../../ui/problem-note';
import { TemplatesClient } from '../templates-client';
import { VmsClient } from '../vms-client';
import { NewVmForm } from './new-vm-form';

/** Waits for what the form needs to propose: templates, and the names already taken. */
@Component({
  selector: 'vmm-new-vm-page',
  imports: [BlankSlate, NewVmForm, ProblemNote],
  template: `
    <h1>{{ t('page.new-vm') }}</h1>
    <p class="muted">{{ t('new-vm.lead') }}</p>
    @if (templates.error() || vms.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="reload()" />
    } @else if (templates.hasValue() && vms.hasValue()) {
      @if (templates.value().length > 0) {
        <vmm-new-vm-form [templates]="templates.value()" [taken]="names()" [quota]="quota.value()" />
      } @else {
        <vmm-blank-slate icon="server" [title]="t('new-vm.no-templates')" />
      }
    } @else {
      <div class="ghost" role="status" aria-busy="true" [attr.aria-label]="t('common.loading')">
        @for (place of [1, 2, 3]; track place) {
          <div class="skeleton"></div>
        }
        <div class="skeleton wide"></div>
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
      max-width: var(--vmm-reading-width);
    }
    p {
      margin: 4px 0 24px;
    }
    .ghost {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr));
      gap: 16px;
      padding-top: 36px;
    }
    .skeleton {
      height: 174px;
      border-radius: var(--vmm-radius-card);
    }
    .wide {
      grid-column: 1 / -1;
      height: 320px;
    }
  `,
})
export class NewVmPage {
  protected readonly t = injectTranslate();
  protected readonly templates = inject(TemplatesClient).all;
  private readonly session = inject(Session);
  protected readonly vms = inject(VmsClient).ofOwner(() => this.session.user()?.id);
  // An administrator's has no limits, and a quota that cannot be had must not keep anyone from creating: the API checks.
  protected readonly quota = inject(QuotasClient).own();
  protected readonly names = computed(() =>
    this.vms.hasValue() ? this.vms.value().map(({ name }) => name) : [],
  );

  protected reload(): void {
    if (this.templates.error()) this.templates.reload();
    if (this.vms.error()) this.vms.reload();
  }
}
