import { Component, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';
import { ProblemNote } from '../ui/problem-note';
import { CapacityClient } from './capacity-client';
import { HostPicture } from './host-picture';

/** What the hosts have, what may be promised of it, what is promised and what is really used. */
@Component({
  selector: 'vmm-capacity-page',
  imports: [HostPicture, MatIcon, ProblemNote],
  template: `
    <div class="page-head">
      <h1>{{ t('page.capacity') }}</h1>
    </div>
    <p class="muted lead">{{ t('capacity.lead') }}</p>
    @if (hosts.hasValue()) {
      @for (host of hosts.value(); track host.host) {
        <section class="panel">
          <h2>
            <mat-icon svgIcon="server" aria-hidden="true" />{{ host.host }}
            <span class="muted">{{ t.count('capacity.vms', host.promised.vms) }}</span>
          </h2>
          <vmm-host-picture [host]="host" />
        </section>
      }
    } @else if (hosts.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="hosts.reload()" />
    } @else {
      <div class="panel" role="status" aria-busy="true" [attr.aria-label]="t('common.loading')">
        @for (place of [1, 2, 3]; track place) {
          <div class="skeleton"></div>
        }
      </div>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .page-head {
      margin-bottom: 0;
    }
    .lead {
      max-width: 76ch;
      margin-bottom: 16px;
    }
    section {
      margin-bottom: 16px;
    }
    .skeleton {
      height: 56px;
      margin-top: 44px;
    }
    h2 {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
    }
    h2 .muted {
      font-size: var(--vmm-size-body);
      font-weight: 400;
    }
  `,
})
export class CapacityPage {
  protected readonly t = injectTranslate();
  protected readonly hosts = inject(CapacityClient).hosts();
}
