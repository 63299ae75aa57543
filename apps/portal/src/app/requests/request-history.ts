import { Component, computed, input } from '@angular/core';
import type { ResourceRequest } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { injectRequestWords } from './request-words';

/** Who, when, what and why: closed until someone wants to know. */
@Component({
  selector: 'vmm-request-history',
  imports: [Ago],
  template: `
    <details [open]="isOpen()">
      <summary>{{ t('requests.history') }}</summary>
      <ol>
        @for (event of events(); track event.at + event.what) {
          <li>
            <span class="muted"><vmm-ago [at]="event.at" /></span>
            <span>{{ words.event(event) }}</span>
            @if (event.what === 'created' ? request().reason : event.comment; as comment) {
              <q>{{ comment }}</q>
            }
          </li>
        }
      </ol>
    </details>
  `,
  styles: `
    summary {
      width: fit-content;
      padding: 8px 4px;
      border-radius: 6px;
      color: var(--vmm-muted);
      cursor: pointer;
    }
    summary:hover {
      color: var(--vmm-text);
    }
    ol {
      display: grid;
      gap: 8px;
      margin: 4px 0 8px;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: 116px minmax(0, 1fr);
      gap: 0 12px;
      overflow-wrap: anywhere;
    }
    q {
      grid-column: 2;
      color: var(--vmm-muted);
      white-space: pre-line;
    }
    @media (width < 480px) {
      li {
        grid-template-columns: minmax(0, 1fr);
      }
      q {
        grid-column: 1;
      }
    }
  `,
})
export class RequestHistory {
  readonly request = input.required<ResourceRequest>();
  readonly isOpen = input(false);
  protected readonly t = injectTranslate();
  protected readonly words = injectRequestWords();
  protected readonly events = computed(() =>
    [...this.request().history].sort((a, b) => a.at.localeCompare(b.at)),
  );
}
