import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { HostCapacity } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from '../quotas/amounts';
import { type Scale, isTight, percent, scalesOf } from './scales';

/** A host as a picture: one scale for each resource, what is reserved and what may be at most drawn on it, and every figure in words below. */
@Component({
  selector: 'vmm-host-picture',
  imports: [MatIcon],
  templateUrl: './host-picture.html',
  styleUrl: './host-picture.scss',
})
export class HostPicture {
  readonly host = input.required<HostCapacity>();
  protected readonly t = injectTranslate();
  private readonly amounts = injectAmounts();
  protected readonly scales = computed(() => scalesOf(this.host()));
  protected readonly percent = percent;
  protected readonly isTight = isTight;
  protected readonly icons = { vcpus: 'processor', memoryMiB: 'memory', diskGiB: 'hard-disk' } as const;

  protected say({ resource }: Scale, amount: number): string {
    return this.amounts.text(resource, amount);
  }
}
