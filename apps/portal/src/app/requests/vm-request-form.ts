import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Quota, Vm, VmTemplate } from '@vm-manager/contracts';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { brokenLevels, metersOf } from '../quotas/dimensions';
import { QuotaBars } from '../quotas/quota-bars';
import { SizeFields } from '../vms/size-fields';
import { resizeAdds, sizeOf, sizesFrom, wantedOf } from '../vms/vm-size';
import { ReasonFields } from './reason-fields';
import { RequestSending } from './request-sending';

/** More of one machine: sliders from what it has to what its template allows. */
@Component({
  selector: 'vmm-vm-request-form',
  imports: [MatButton, QuotaBars, ReasonFields, RouterLink, SizeFields],
  providers: [RequestSending],
  templateUrl: './vm-request-form.html',
  styleUrl: './request-form.scss',
})
export class VmRequestForm {
  readonly vm = input.required<Vm>();
  readonly template = input.required<VmTemplate>();
  readonly quota = input.required<Quota>();
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  protected readonly sending = inject(RequestSending);

  // Only another machine starts the wish anew: a push about this one must not move a slider under the hand.
  private readonly wish = linkedSignal({
    source: () => this.vm().id,
    computation: () => sizeOf(this.vm()),
  });
  protected readonly form = form(this.wish);
  protected readonly limits = computed(() => sizesFrom(this.vm(), this.template().sizes));
  protected readonly want = computed(() => wantedOf(this.vm(), this.wish()));
  protected readonly isEmpty = computed(() => Object.keys(this.want()).length === 0);
  protected readonly adds = computed(() => resizeAdds(this.vm(), this.wish()));
  /** What fits is theirs to do at once. */
  protected readonly fits = computed(
    () =>
      !this.isEmpty() &&
      brokenLevels(metersOf(this.quota().usage, this.quota().effective, this.adds())).length === 0,
  );
  protected readonly hasEnd = computed(() => {
    const { diskGiB, ...others } = this.want();
    return diskGiB === undefined || Object.keys(others).length > 0;
  });

  protected send(event: Event): void {
    event.preventDefault();
    void this.sending.send(this.want(), { vmId: this.vm().id, hasEnd: this.hasEnd() });
  }
}
