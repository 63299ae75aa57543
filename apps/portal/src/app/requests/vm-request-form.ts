import { Component, computed, input, linkedSignal } from '@angular/core';
import { form } from '@angular/forms/signals';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Quota, Vm, VmTemplate } from '@vm-manager/contracts';
import { FormEnd } from '../forms/form-end';
import { SentBy } from '../forms/sent-form';
import { injectTranslate } from '../i18n/translate';
import { brokenLevels, metersOf } from '../quotas/dimensions';
import { QuotaBars } from '../quotas/quota-bars';
import type { WrongAmounts } from '../quotas/wrong-amounts';
import { SizeFields } from '../vms/size-fields';
import { resizeAdds, sizeOf, sizesFrom, wantedOf } from '../vms/vm-size';
import { ReasonFields } from './reason-fields';
import { injectRequestForm } from './request-form';

/** More of one machine: sliders from what it has to what its template allows. */
@Component({
  selector: 'vmm-vm-request-form',
  imports: [FormEnd, MatButton, QuotaBars, ReasonFields, RouterLink, SentBy, SizeFields],
  templateUrl: './vm-request-form.html',
  styleUrl: './request-form.scss',
})
export class VmRequestForm {
  readonly vm = input.required<Vm>();
  readonly template = input.required<VmTemplate>();
  readonly quota = input.required<Quota>();
  protected readonly t = injectTranslate();

  // Only another machine starts the wish anew: a push about this one must not move a slider under the hand.
  private readonly wish = linkedSignal({
    source: () => this.vm().id,
    computation: () => sizeOf(this.vm()),
  });
  protected readonly size = form(this.wish);
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
  protected readonly request = injectRequestForm({
    want: this.want,
    isRight: () => !this.isEmpty(),
    vmId: () => this.vm().id,
    hasEnd: this.hasEnd,
  });

  /** Nothing asked is said where one would begin to ask. */
  protected readonly wrong = computed<WrongAmounts>(() =>
    this.request.form.wasSent() && this.isEmpty()
      ? { [this.first()]: this.t('requests.nothing-asked') }
      : this.request.refusedAmounts(),
  );
  protected readonly wrongCount = computed(
    () => Object.keys(this.wrong()).length + Number(this.hasEnd() && this.request.isDayWrong()),
  );
  /** The first slider that can be moved. */
  private readonly first = computed(
    () =>
      (['vcpus', 'memoryMiB', 'diskGiB'] as const).find(
        (dimension) => this.limits()[dimension].min < this.limits()[dimension].max,
      ) ?? 'vcpus',
  );
}
