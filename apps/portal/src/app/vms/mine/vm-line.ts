import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';
import { isUnderWay, injectJobWords } from '../job-words';
import { PrimaryButton } from '../primary-button';
import { StateChip } from '../state-chip';
import { TemplatesClient } from '../templates-client';
import { VmAddress } from '../vm-address';
import { VmMenu } from '../vm-menu';

/** One machine of one's own in a line, where there are many. */
@Component({
  selector: 'vmm-vm-line',
  imports: [PrimaryButton, RouterLink, StateChip, VmAddress, VmMenu],
  template: `
    <a class="name" [routerLink]="['/machines', vm().id]" [title]="vm().name">{{ vm().name }}</a>
    <vmm-state-chip [state]="vm().state" />
    <span class="template muted">{{ templates.nameOf(vm().templateId) }}</span>
    <span class="what">
      @if (runningJob(); as job) {
        <span class="muted" [title]="words.now(job)">{{ words.now(job) }}</span>
      } @else if (vm().ipAddress) {
        <vmm-vm-address [vm]="vm()" />
      }
    </span>
    <vmm-primary-button [vm]="vm()" />
    <vmm-vm-menu [vm]="vm()" />
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 2fr) 128px minmax(0, 1fr) minmax(0, 1.6fr) 190px 40px;
      align-items: center;
      gap: 4px 12px;
      min-height: 48px;
      padding: 4px 8px 4px 16px;
    }
    .name {
      color: inherit;
      font-weight: 600;
      text-decoration: none;

      &:hover {
        text-decoration: underline;
      }
    }
    .name,
    .template,
    .what {
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    vmm-state-chip {
      justify-self: start;
    }
    @media (width < 960px) {
      :host {
        grid-template-columns: minmax(0, 1fr) auto 40px;
        padding-block: 8px;
      }
      .template,
      .what {
        display: none;
      }
      vmm-primary-button {
        grid-row: 2;
        grid-column: 1 / 3;
      }
      vmm-vm-menu {
        grid-row: 2;
      }
      vmm-state-chip {
        grid-column: 2 / -1;
        justify-self: end;
      }
    }
  `,
})
export class VmLine {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  protected readonly words = injectJobWords();
  protected readonly templates = inject(TemplatesClient);
  protected readonly runningJob = computed(() => {
    const { job } = this.vm();
    return isUnderWay(job) ? job : null;
  });
}
