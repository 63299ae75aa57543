import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Vm, VmTemplate } from '@vm-manager/contracts';
import { FormEnd } from '../../forms/form-end';
import { SentBy, SentForm } from '../../forms/sent-form';
import { injectTranslate } from '../../i18n/translate';
import { AfterThis } from '../../quotas/after-this';
import { brokenLevels, metersOf } from '../../quotas/dimensions';
import { QuotasClient } from '../../quotas/quotas-client';
import { Session } from '../../session/session';
import { Messages } from '../../ui/messages';
import { SizeFields } from '../size-fields';
import { needsRestart, resizeAdds, sizeOf, sizesWithin, wantedOf } from '../vm-size';
import { VmsClient } from '../vms-client';

/** Another size, within the template's limits and the owner's quota; what needs the machine to be off is said before. */
@Component({
  selector: 'vmm-size-form',
  imports: [AfterThis, FormEnd, RouterLink, SentBy, SizeFields],
  templateUrl: './size-form.html',
  styles: `
    :host {
      display: block;
      margin-top: 12px;
    }
    .note {
      min-height: 42px;
      margin-top: 12px;
    }
    vmm-form-end {
      margin-top: 8px;
    }
  `,
})
export class SizeForm {
  readonly vm = input.required<Vm>();
  readonly template = input.required<VmTemplate>();
  protected readonly t = injectTranslate();
  private readonly client = inject(VmsClient);
  private readonly messages = inject(Messages);
  private readonly me = inject(Session).user()?.id;
  protected readonly isOwn = computed(() => this.vm().owner.id === this.me);
  protected readonly quota = inject(QuotasClient).of(() => this.vm().owner.id);

  // A push that changes the size starts anew; any other leaves the sliders under the hand alone.
  private readonly current = computed(() => sizeOf(this.vm()), {
    equal: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  private readonly wish = linkedSignal(() => this.current());
  protected readonly limits = computed(() => sizesWithin(this.vm(), this.template().sizes));
  protected readonly change = computed(() => wantedOf(this.vm(), this.wish()));
  protected readonly adds = computed(() => resizeAdds(this.vm(), this.wish()));
  protected readonly waits = computed(() => needsRestart(this.vm(), this.wish()));
  /** Said above the button already, with a way to ask. */
  private readonly isForeseen = computed(() => {
    const { usage, effective } = this.quota.value() ?? {};
    return !!usage && !!effective && brokenLevels(metersOf(usage, effective, this.adds())).length > 0;
  });
  protected readonly form = new SentForm(this.wish, {
    isReady: () => Object.keys(this.change()).length > 0,
    send: async () => {
      await this.client.update(this.vm(), this.change());
      this.messages.tell(this.t('settings.size-sent'));
    },
  });
  protected readonly mayAsk = computed(
    () => this.isOwn() && !this.isForeseen() && this.form.refusal()?.code === 'quota-exceeded',
  );
}
