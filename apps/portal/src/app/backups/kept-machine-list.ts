import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import type { KeptMachine } from '@vm-manager/contracts';
import { localeOf } from '../i18n/format';
import { Languages } from '../i18n/languages';
import { SchoolTime } from '../i18n/school-time';
import { injectSizes } from '../i18n/sizes';
import { injectTranslate } from '../i18n/translate';
import { Confirm } from '../ui/confirm';
import { Messages } from '../ui/messages';
import { BackupsClient } from './backups-client';

/** Machines as backups have them, each with its way back. */
@Component({
  selector: 'vmm-kept-machine-list',
  imports: [MatButton, MatIcon],
  template: `
    <ul role="list">
      @for (row of rows(); track row.key) {
        <li>
          <div class="what">
            @if (areNamed()) {
              <strong class="name">{{ row.machine.name }}</strong>
            }
            <time [attr.datetime]="row.machine.copiedAt">{{ row.when }}</time>
            <span class="about">
              <span class="chip info" [title]="t(kindHint(row.machine))">{{ t(kind(row.machine)) }}</span>
              <span class="muted figures">{{ sizes.memory(row.machine.sizeMiB) }}</span>
            </span>
          </div>
          <button
            mat-stroked-button
            type="button"
            [disabled]="isBusy()"
            [attr.aria-label]="t('backups.restore-name', { name: row.machine.name, when: row.when })"
            (click)="bringBack(row.machine, row.when)"
          >
            <mat-icon svgIcon="history" aria-hidden="true" />{{ t('backups.restore') }}
          </button>
        </li>
      }
    </ul>
  `,
  styles: `
    ul {
      margin: 0;
      padding: 0;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-card);
      background: var(--vmm-card);
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 8px 16px;
      padding: 10px 16px;
    }
    li + li {
      border-top: 1px solid var(--vmm-line);
    }
    .what {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
      min-width: 0;
    }
    .name {
      overflow-wrap: anywhere;
    }
    /* Two lines on a phone. */
    button {
      height: auto;
      min-height: 36px;
      padding-block: 6px;
    }
    .about {
      display: inline-flex;
      align-items: center;
      gap: 12px;
    }
  `,
})
export class KeptMachineList {
  readonly machines = input.required<readonly KeptMachine[]>();
  /** Whether they are of several VMs. */
  readonly areNamed = input(false);
  protected readonly t = injectTranslate();
  protected readonly sizes = injectSizes();
  private readonly client = inject(BackupsClient);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  private readonly router = inject(Router);
  private readonly languages = inject(Languages);
  private readonly school = inject(SchoolTime);
  protected readonly isBusy = signal(false);
  protected readonly rows = computed(() => {
    const format = new Intl.DateTimeFormat(localeOf(this.languages.active()), {
      ...{ dateStyle: 'long', timeStyle: 'short' },
      timeZone: this.school.zone(),
    });
    return this.machines().map((machine) => ({
      machine,
      key: `${machine.backup} ${machine.vmId}`,
      when: format.format(new Date(machine.copiedAt)),
    }));
  });

  protected kind({ kind }: KeptMachine) {
    return `backups.kind.${kind}` as const;
  }

  protected kindHint({ kind }: KeptMachine) {
    return `backups.kind-hint.${kind}` as const;
  }

  protected async bringBack(machine: KeptMachine, when: string): Promise<void> {
    const { name } = machine;
    const isSure = await this.confirm.ask({
      title: this.t('backups.ask.title', { name }),
      text: this.t('backups.ask.text', { name, when }),
      verb: this.t('backups.ask.verb'),
      isHarmless: true,
    });
    if (!isSure) return;
    this.isBusy.set(true);
    const vm = await this.messages.attempt(() => this.client.bringBack(machine));
    this.isBusy.set(false);
    if (vm) await this.router.navigate(['/machines', vm.id]);
  }
}
