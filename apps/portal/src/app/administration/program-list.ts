import { Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { PlatformProgram } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { percent } from '../i18n/format';
import { Languages } from '../i18n/languages';
import { injectSizes } from '../i18n/sizes';
import { injectTranslate } from '../i18n/translate';
import { ProblemNote } from '../ui/problem-note';
import { PlatformDetailsClient } from './platform-details-client';

/** The platform's own programs, with what each uses; what cannot be seen is said. */
@Component({
  selector: 'vmm-program-list',
  imports: [Ago, MatIcon, ProblemNote, RouterLink],
  template: `
    @if (programs.hasValue()) {
      <ul role="list">
        @for (one of programs.value().programs; track one.id) {
          <li>
            <a
              [routerLink]="['/administration/plateforme/programmes', one.id]"
              [queryParams]="{ nom: one.name }"
              >{{ one.name }}</a
            >
            <span class="chip" [class]="one.isRunning && one.health !== 'unhealthy' ? 'good' : 'bad'">
              <mat-icon
                [svgIcon]="one.isRunning && one.health !== 'unhealthy' ? 'check-circle' : 'error'"
                aria-hidden="true"
              />{{ t(stateOf(one)) }}
            </span>
            <span class="figures muted">{{ uses(one) }}</span>
            @if (one.since; as since) {
              <span class="muted"><vmm-ago [at]="since" /></span>
            }
            @if (one.restarts) {
              <span class="chip warn">{{ t.count('programs.restarts', one.restarts) }}</span>
            }
          </li>
        }
      </ul>
      @if (why(); as key) {
        <p class="muted">{{ t(key) }}</p>
      }
    } @else if (programs.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="programs.reload()" />
    } @else {
      <div class="skeleton" role="status" aria-busy="true" [attr.aria-label]="t('common.loading')"></div>
    }
  `,
  styles: `
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      min-height: 40px;
      padding-block: 8px;
    }
    li + li {
      border-top: 1px solid var(--vmm-line);
    }
    a {
      flex: 0 1 220px;
      overflow-wrap: anywhere;
    }
    .skeleton {
      height: 120px;
    }
  `,
})
export class ProgramList {
  protected readonly t = injectTranslate();
  private readonly sizes = injectSizes();
  private readonly languages = inject(Languages);
  protected readonly programs = inject(PlatformDetailsClient).programs();
  protected readonly why = computed(() => {
    if (!this.programs.hasValue()) return undefined;
    const { reason, programs } = this.programs.value();
    if (reason) return `programs.${reason}` as const;
    return programs.length === 0 ? ('programs.none' as const) : undefined;
  });

  protected stateOf({ isRunning, health }: PlatformProgram) {
    if (!isRunning) return 'programs.stopped';
    return health === 'unhealthy' ? 'programs.unhealthy' : 'programs.running';
  }

  protected uses({ cpu, memoryMiB, memoryLimitMiB }: PlatformProgram): string {
    const memory = memoryMiB === null ? null : this.sizes.memory(Math.round(memoryMiB));
    const limit = memoryLimitMiB === null ? null : this.sizes.memory(Math.round(memoryLimitMiB));
    return [
      cpu === null ? null : this.t('programs.cpu', { value: percent(cpu, this.languages.active()) }),
      memory && limit ? this.t('measurements.used-of', { used: memory, size: limit }) : memory,
    ]
      .filter((part) => part !== null)
      .join(' · ');
  }
}
