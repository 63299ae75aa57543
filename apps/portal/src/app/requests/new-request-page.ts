import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MatIcon } from '@angular/material/icon';
import type { Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { QuotasClient } from '../quotas/quotas-client';
import { Session } from '../session/session';
import { GhostRows } from '../ui/ghost-rows';
import { ProblemNote } from '../ui/problem-note';
import { TemplatesClient } from '../vms/templates-client';
import { VmsClient } from '../vms/vms-client';
import { QuotaRequestForm } from './quota-request-form';
import { VmRequestForm } from './vm-request-form';

/** What the request is about, then the form for it. */
@Component({
  selector: 'vmm-new-request-page',
  imports: [GhostRows, MatIcon, ProblemNote, QuotaRequestForm, RouterLink, VmRequestForm],
  templateUrl: './new-request-page.html',
  styleUrl: './new-request-page.scss',
})
export class NewRequestPage {
  /** Query parameter: the machine that needs more. */
  readonly vm = input<string>();
  protected readonly t = injectTranslate();
  private readonly session = inject(Session);
  protected readonly templates = inject(TemplatesClient);
  protected readonly quota = inject(QuotasClient).own();
  protected readonly vms = inject(VmsClient).ofOwner(() => this.session.user()?.id);
  protected readonly isReady = computed(
    () => this.quota.hasValue() && this.vms.hasValue() && this.templates.all.hasValue(),
  );
  protected readonly error = computed(
    () => this.quota.error() ?? this.vms.error() ?? this.templates.all.error(),
  );
  protected readonly machines = computed(() =>
    (this.vms.value() ?? [])
      .filter(({ state }) => state !== 'deleting' && state !== 'failed')
      // Who came from a machine sees it first.
      .sort((a, b) => Number(b.id === this.vm()) - Number(a.id === this.vm())),
  );
  /** A machine's id; empty for the quota. */
  protected readonly subject = linkedSignal(() => this.vm() ?? '');
  protected readonly machine = computed<Vm | undefined>(() =>
    this.machines().find(({ id }) => id === this.subject()),
  );

  protected reload(): void {
    for (const resource of [this.quota, this.vms, this.templates.all])
      if (resource.error()) resource.reload();
  }
}
