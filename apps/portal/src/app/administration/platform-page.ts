import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { PartState } from '@vm-manager/contracts';
import { CapacityClient } from '../capacity/capacity-client';
import { isTight, scalesOf } from '../capacity/scales';
import type { TextKey } from '../i18n/text-key';
import { injectTranslate } from '../i18n/translate';
import { injectAmounts } from '../quotas/amounts';
import { RequestsClient } from '../requests/requests-client';
import type { IconName } from '../ui/icons';
import { ProblemNote } from '../ui/problem-note';
import { totalOf } from '../vms/state-counts';
import { VmsClient } from '../vms/vms-client';
import { HealthClient } from './health-client';
import { PlatformClient } from '../platform/platform-client';
import { PlatformDetailsClient } from './platform-details-client';
import { CheckList } from './check-list';
import { ProgramList } from './program-list';
import { OpenJobList, openJobsOf } from './open-job-list';

const LOOKS: Record<PartState, { readonly icon: IconName; readonly chip: string }> = {
  ok: { icon: 'check-circle', chip: 'good' },
  degraded: { icon: 'error', chip: 'warn' },
  down: { icon: 'cancel', chip: 'bad' },
};
/** Parts that have a word; the API may name more, which are shown as they are. */
const KNOWN_PARTS = ['database', 'libvirt', 'pool', 'disk', 'clock', 'directory', 'mail', 'quotas'] as const;
const JOBS_SHOWN = 6;

/** Where an administrator begins: what does not work, what waits, what goes on, what the hosts have left. */
@Component({
  selector: 'vmm-platform-page',
  imports: [CheckList, MatButton, MatIcon, ProblemNote, ProgramList, OpenJobList, RouterLink],
  templateUrl: './platform-page.html',
  styleUrl: './platform-page.scss',
})
export class PlatformPage {
  protected readonly t = injectTranslate();
  private readonly amounts = injectAmounts();
  protected readonly platform = inject(PlatformClient);
  protected readonly health = inject(HealthClient).current();
  private readonly client = inject(VmsClient);
  protected readonly vms = this.client.withOpenJobs();
  private readonly inStates = this.client.counts();
  protected readonly hosts = inject(CapacityClient).hosts();
  private readonly requests = inject(RequestsClient).list(() => ({ state: 'pending' }));

  private readonly described = inject(PlatformDetailsClient).hosts();
  private readonly madeOf = computed(() => (this.described.hasValue() ? this.described.value() : []));

  protected readonly looks = LOOKS;
  protected readonly shownJobs = JOBS_SHOWN;
  /** What does not work first. */
  protected readonly parts = computed(() =>
    Object.entries(this.health.hasValue() ? this.health.value().parts : {})
      .map(([name, part]) => ({ name: this.nameOf(name), ...part }))
      .sort((a, b) => Number(a.status === 'ok') - Number(b.status === 'ok')),
  );
  protected readonly counts = computed(() => {
    const counts = (this.inStates.hasValue() ? this.inStates.value() : undefined) ?? {};
    return { all: totalOf(counts), running: counts.running ?? 0, failed: counts.failed ?? 0 };
  });
  protected readonly jobs = computed(() => openJobsOf(this.vms.hasValue() ? this.vms.value() : []));
  protected readonly waiting = computed(
    () =>
      (this.requests.hasValue() ? this.requests.value() : []).filter(
        ({ state, allowedActions }) => state === 'pending' && allowedActions.includes('approve'),
      ).length,
  );
  /** Also those that cannot be asked what they have left. */
  protected readonly hostLines = computed(() => {
    const rooms = this.hosts.hasValue() ? this.hosts.value() : [];
    const names = new Set([...this.madeOf().map(({ name }) => name), ...rooms.map(({ host }) => host)]);
    return [...names].map((name) => {
      const room = rooms.find(({ host }) => host === name);
      return {
        name,
        vms: room?.promised.vms,
        madeOf: this.madeOf().find((host) => host.name === name),
        scales: (room ? scalesOf(room) : []).map((scale) => ({
          resource: scale.resource,
          isTight: isTight(scale),
          figures: this.amounts.ofLimit(scale.resource, scale.promised, scale.limit),
        })),
      };
    });
  });

  protected stateKey(state: PartState) {
    return `platform.state.${state}` as const;
  }

  private nameOf(part: string): string {
    const known = KNOWN_PARTS.find((name) => name === part);
    return known ? this.t(`platform.part.${known}` satisfies TextKey) : part;
  }
}
