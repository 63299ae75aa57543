import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { ResourceRequest } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { RequestCard } from './request-card';
import { injectRequestWords, STATE_LOOKS } from './request-words';

/** A request that is decided, on one line; opened, it says everything. */
@Component({
  selector: 'vmm-request-line',
  imports: [Ago, MatIcon, RequestCard],
  template: `
    @let one = request();
    <details>
      <summary>
        <span class="chip" [class]="look().chip">
          <mat-icon [svgIcon]="look().icon" aria-hidden="true" />{{ t(stateName()) }}
        </span>
        <span class="what"
          ><strong>{{ one.requester.displayName }}</strong> · {{ words.state(one) }}</span
        >
        <span class="muted when"><vmm-ago [at]="one.decidedAt ?? one.createdAt" /></span>
        <mat-icon class="mark" svgIcon="down" aria-hidden="true" />
      </summary>
      <vmm-request-card [request]="one" [showsRequester]="true" />
    </details>
  `,
  styles: `
    :host {
      display: block;
    }
    summary {
      display: flex;
      align-items: center;
      gap: 12px;
      min-height: 44px;
      padding: 4px 16px;
      border-radius: var(--vmm-radius-card);
      cursor: pointer;
      list-style: none;
    }
    summary::-webkit-details-marker {
      display: none;
    }
    summary:hover {
      background: var(--vmm-hover);
    }
    summary:focus-visible {
      outline-offset: -2px;
    }
    .chip {
      flex: none;
    }
    .what {
      overflow: hidden;
      flex: 1;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .when {
      font-size: var(--vmm-size-small);
    }
    .mark {
      width: 20px;
      height: 20px;
      color: var(--vmm-muted);
    }
    details[open] .mark {
      transform: rotate(180deg);
    }
    details[open] .what {
      white-space: normal;
    }
    vmm-request-card {
      display: block;
      padding: 0 8px 8px;
    }
    @media (width < 640px) {
      .when {
        display: none;
      }
    }
  `,
})
export class RequestLine {
  readonly request = input.required<ResourceRequest>();
  protected readonly t = injectTranslate();
  protected readonly words = injectRequestWords();
  protected readonly look = computed(() => STATE_LOOKS[this.request().state]);
  protected readonly stateName = computed(() => `requests.state.${this.request().state}` as const);
}
