import { Injectable } from '@nestjs/common';
import { filter, take } from 'rxjs';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Power } from '../../hosts/libvirt/hypervisor.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { waitFor } from './wait-for.js';
import { GuestClocks } from './guest-clocks.js';
import { MachineUpkeep } from './machine-upkeep.js';
import type { AnyVmPlan, VmStepContext } from './vm-plan.js';

/** Until libvirt has done what it does at once. */
const AT_ONCE_MS = 30_000;
const ASK_AGAIN_MS = 10_000;

/** Switching machines on and off and what lies between, all through libvirt. */
@Injectable()
export class PowerPlans {
  constructor(
    private readonly templates: VmTemplatesService,
    private readonly record: VmRecord,
    private readonly upkeep: MachineUpkeep,
    private readonly clocks: GuestClocks,
  ) {}

  all(): AnyVmPlan[] {
    return [
      { kind: 'start', steps: { 'start-machine': { seconds: 2, run: (context) => this.start(context) } } },
      { kind: 'resume', steps: { 'restore-memory': { seconds: 4, run: (context) => this.resume(context) } } },
      { kind: 'suspend', steps: { 'save-memory': { seconds: 6, run: (context) => this.suspend(context) } } },
      { kind: 'force-off', steps: { force: { seconds: 1, run: (context) => this.forceOff(context) } } },
      { kind: 'reset', steps: { force: { seconds: 1, run: (context) => this.reset(context) } } },
      { kind: 'shutdown', steps: { 'ask-guest': { seconds: 15, run: (context) => this.shutDown(context) } } },
      {
        kind: 'bin',
        steps: { 'switch-off': { seconds: 15, run: (context) => this.switchOffForBin(context) } },
      },
      { kind: 'reboot', steps: { 'ask-guest': { seconds: 15, run: (context) => this.rebootStep(context) } } },
    ];
  }

  private async start(context: VmStepContext): Promise<void> {
    const { host, vmId, signal } = context;
    if ((await host.machines.powerOf(vmId)) === 'off') await this.upkeep.prepareStart(host, vmId, signal);
    await host.machines.start(vmId);
    await this.expect(context, ['running']);
  }

  private async resume(context: VmStepContext): Promise<void> {
    const { host, vmId } = context;
    const power = await host.machines.powerOf(vmId);
    if (power === 'paused' || power === 'asleep' || power === 'stalled') await host.machines.unpause(vmId);
    else await host.machines.start(vmId);
    await this.expect(context, ['running']);
    // It may have been granted a larger disk meanwhile; its file system follows at the next boot.
    const vm = await this.record.find(vmId);
    if (vm) await this.upkeep.growDisk(host, vm);
    await this.clocks.set(vmId);
  }

  private async suspend(context: VmStepContext): Promise<void> {
    const { machines } = context.host;
    if ((await machines.powerOf(context.vmId)) !== 'saved') await machines.save(context.vmId);
    await this.expect(context, ['saved']);
  }

  private async forceOff(context: VmStepContext): Promise<void> {
    await context.host.machines.forceOff(context.vmId);
    await this.expect(context, ['off']);
  }

  /** One that stands still hears no reset. */
  private async reset(context: VmStepContext): Promise<void> {
    const { host, vmId } = context;
    const power = await host.machines.powerOf(vmId);
    if (power === 'running') return host.machines.reset(vmId);
    if (power !== 'off') await this.forceOff(context);
    await this.start(context);
  }

  private async shutDown(context: VmStepContext): Promise<void> {
    await this.switchOff(context, await this.deadline(context));
  }

  /** Asks the guest until it obeys or its time is up; then by force. */
  async switchOff(context: VmStepContext, until: number): Promise<void> {
    const { host, vmId, signal } = context;
    if ((await host.machines.powerOf(vmId)) === 'off') return context.result({ how: 'polite' });
    const isOff = async () => (await host.machines.powerOf(vmId)) === 'off';
    // A guest that is booting does not hear the first request.
    for (let asked = 0; asked < until; asked = performance.now()) {
      await host.machines.requestShutdown(vmId).catch(unlessUnavailable);
      const again = Math.min(until, performance.now() + ASK_AGAIN_MS);
      if (await waitFor(isOff, { vmId, changes: host.machines.changes, until: again, signal }))
        return context.result({ how: 'polite' });
    }
    await this.forceOff(context);
    context.result({ how: 'forced' });
  }

  /** Politely: it may come back. One whose memory is on disk is off already, and keeps it. */
  private async switchOffForBin(context: VmStepContext): Promise<'skipped' | undefined> {
    const power = await context.host.machines.powerOf(context.vmId);
    if (power === 'off' || power === 'saved' || power === 'absent') return 'skipped';
    await (power === 'running' ? this.shutDown(context) : this.forceOff(context));
    return undefined;
  }

  private async rebootStep(context: VmStepContext): Promise<void> {
    await this.askGuestToReboot(context, await this.deadline(context));
  }

  /** Asks the guest; when its time is up, by force. */
  async askGuestToReboot(context: VmStepContext, until: number): Promise<void> {
    const { host, vmId, signal } = context;
    let rebooted = false;
    const watching = host.machines.changes
      .pipe(
        filter((change) => change.kind === 'reboot' && change.vmId === vmId),
        take(1),
      )
      .subscribe(() => (rebooted = true));
    try {
      await host.machines.requestReboot(vmId).catch(unlessUnavailable);
      const isDone = async () => rebooted;
      const polite = await waitFor(isDone, { vmId, changes: host.machines.changes, until, signal });
      if (!polite) await host.machines.reset(vmId);
      context.result({ how: polite ? 'polite' : 'forced' });
    } finally {
      watching.unsubscribe();
    }
  }

  /** When a guest that is asked now has had its time. */
  async deadlineFromNow({ templateId }: VmEntity): Promise<number> {
    return performance.now() + 1000 * (await this.templates.shutdownSeconds(templateId));
  }

  /** Counted from the job's start: a kill in between does not give the guest its time again. */
  private async deadline({ vmId, startedAt }: VmStepContext): Promise<number> {
    const vm = await this.record.find(vmId);
    if (!vm) throw new ProblemError('not-found');
    const patience = 1000 * (await this.templates.shutdownSeconds(vm.templateId));
    const left = startedAt.getTime() + patience - Date.now();
    return performance.now() + Math.min(Math.max(left, 0), patience);
  }

  private async expect({ host, vmId, signal }: VmStepContext, powers: Power[]): Promise<void> {
    const arrived = async () => powers.includes(await host.machines.powerOf(vmId));
    const until = performance.now() + AT_ONCE_MS;
    if (!(await waitFor(arrived, { vmId, changes: host.machines.changes, until, signal })))
      throw new ProblemError('time-out');
  }
}

/** While libvirt cannot be reached the guest is asked again later; force comes when its time is up. */
function unlessUnavailable(error: unknown): void {
  if (!(error instanceof ProblemError && error.code === 'libvirt-unavailable')) throw error;
}
