import { Component, computed, inject, input } from '@angular/core';
import { BackupsClient } from '../../backups/backups-client';
import { KeptMachineList } from '../../backups/kept-machine-list';
import { injectTranslate } from '../../i18n/translate';
import { ProblemNote } from '../../ui/problem-note';

/** Machines that somebody has lost and that backups still have; nothing where there is none. */
@Component({
  selector: 'vmm-gone-machines',
  imports: [KeptMachineList, ProblemNote],
  template: `
    @if (gone().length > 0) {
      <section class="panel">
        <h2>{{ t('backups.gone-title') }}</h2>
        <p class="lead">{{ t('backups.gone-lead') }} {{ t('backups.lead') }}</p>
        <vmm-kept-machine-list [machines]="gone()" [areNamed]="true" />
      </section>
    } @else if (kept.error(); as error) {
      <section class="panel">
        <h2>{{ t('backups.gone-title') }}</h2>
        <vmm-problem-note [error]="error" (retry)="kept.reload()" />
      </section>
    }
  `,
  styles: `
    :host {
      display: block;
    }
    .panel {
      margin-bottom: 16px;
    }
  `,
})
export class GoneMachines {
  readonly userId = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly kept = inject(BackupsClient).ofPerson(this.userId);
  protected readonly gone = computed(() =>
    this.kept.hasValue() ? this.kept.value().machines.filter(({ isThere }) => !isThere) : [],
  );
}
