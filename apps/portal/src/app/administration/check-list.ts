import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatProgressBar } from '@angular/material/progress-bar';
import type { PlatformCheck } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { CopyButton } from '../ui/copy-button';
import type { IconName } from '../ui/icons';
import { ProblemNote } from '../ui/problem-note';
import { PlatformDetailsClient } from './platform-details-client';

const LOOKS: Record<PlatformCheck['status'], { readonly icon: IconName; readonly chip: string }> = {
  ok: { icon: 'check-circle', chip: 'good' },
  wrong: { icon: 'cancel', chip: 'bad' },
  'not-examined': { icon: 'error', chip: 'warn' },
};

/** The doctor's list, when it is asked for: what is wrong comes first, with what mends it. */
@Component({
  selector: 'vmm-check-list',
  imports: [CopyButton, MatButton, MatIcon, MatProgressBar, ProblemNote],
  template: `
    <div class="head">
      <p class="muted">{{ t('checks.about') }}</p>
      <button mat-stroked-button type="button" [disabled]="checks.isLoading()" (click)="examine()">
        {{ t(checks.isLoading() ? 'checks.under-way' : 'checks.examine') }}
      </button>
    </div>
    @if (checks.isLoading()) {
      <mat-progress-bar mode="indeterminate" [attr.aria-label]="t('checks.under-way')" />
    } @else if (checks.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="checks.reload()" />
    }
    <div aria-live="polite">
      @if (checks.hasValue() && !checks.isLoading()) {
        <p class="chip" [class]="wrong() === 0 ? 'good' : 'bad'">
          {{ wrong() === 0 ? t('checks.all-well') : t.count('checks.wrong-ones', wrong()) }}
        </p>
      }
    </div>
    <ul role="list">
      @for (check of sorted(); track check.name) {
        <li>
          <span class="name">{{ check.title }}</span>
          <span class="chip" [class]="looks[check.status].chip"
            ><mat-icon [svgIcon]="looks[check.status].icon" aria-hidden="true" />{{
              t(statusKey(check.status))
            }}</span
          >
          @if (check.detail) {
            <span class="detail muted">{{ check.detail }}</span>
          }
          @if (check.mend; as mend) {
            <span class="detail mend">
              <span>{{ t('checks.mend') }}</span>
              <code class="mono">{{ mend }}</code><vmm-copy-button [text]="mend" />
            </span>
          }
        </li>
      }
    </ul>
  `,
  styles: `
    .head {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 8px 16px;

      p {
        flex: 1 1 320px;
        margin: 0;
      }
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      gap: 4px 12px;
      align-items: center;
      min-height: 40px;
      padding-block: 6px;
    }
    li + li {
      border-top: 1px solid var(--vmm-line);
    }
    .name {
      font-weight: 550;
    }
    .name::first-letter {
      text-transform: uppercase;
    }
    .detail {
      grid-column: 1 / -1;
      font-size: var(--vmm-size-small);
      overflow-wrap: anywhere;
      white-space: pre-line;
    }
    .mend {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
    }
    .chip {
      width: fit-content;
    }
  `,
})
export class CheckList {
  protected readonly t = injectTranslate();
  /** Nobody has asked yet: examining takes the computer's time. */
  private readonly isAskedFor = signal(false);
  protected readonly checks = inject(PlatformDetailsClient).checks(this.isAskedFor);
  protected readonly looks = LOOKS;
  protected readonly sorted = computed(() => {
    const checks = this.checks.hasValue() ? this.checks.value() : [];
    return [...checks].sort((a, b) => Number(a.status === 'ok') - Number(b.status === 'ok'));
  });
  protected readonly wrong = computed(() => this.sorted().filter(({ status }) => status !== 'ok').length);

  protected statusKey(status: PlatformCheck['status']) {
    return `checks.${status}` as const;
  }

  protected examine(): void {
    if (this.isAskedFor()) this.checks.reload();
    else this.isAskedFor.set(true);
  }
}
