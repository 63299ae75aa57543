import { Component, computed, input } from '@angular/core';
import type { Vm, VmState } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { CopyButton } from '../ui/copy-button';

const ANSWERS: ReadonlySet<VmState> = new Set<VmState>(['running', 'stopping']);

/** Where a machine can be reached now; of one that is off, where it was, as something that does not answer. */
@Component({
  selector: 'vmm-vm-address',
  imports: [CopyButton],
  template: `
    @if (vm().ipAddress; as address) {
      @if (answers()) {
        <span class="mono" [title]="vm().addressIsInternal ? t('vm.address-internal') : ''">{{
          address
        }}</span>
        <vmm-copy-button [text]="address" />
      } @else {
        <span class="muted">{{ t('vm.address-before', { address }) }}</span>
      }
    } @else {
      <span class="muted">{{ t(isOff() ? 'vm.address-off' : 'vm.no-address') }}</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      min-width: 0;
    }
  `,
})
export class VmAddress {
  readonly vm = input.required<Pick<Vm, 'state' | 'ipAddress' | 'addressIsInternal'>>();
  protected readonly t = injectTranslate();
  readonly answers = computed(() => ANSWERS.has(this.vm().state));
  protected readonly isOff = computed(() =>
    (['stopped', 'suspended', 'failed', 'deleting'] as VmState[]).includes(this.vm().state),
  );
}
