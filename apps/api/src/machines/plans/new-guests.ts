import { Injectable } from '@nestjs/common';
import type { JobSecrets } from '@vm-manager/contracts';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Host } from '../../hosts/host.js';
import { GuestSystems } from '../guest-systems/guest-systems.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { EvaluationEnds } from './evaluation-ends.js';
import { MachineSpecs } from './machine-specs.js';
import { waitFor } from './wait-for.js';

const ADDRESS_MS = 60_000;
/** Windows boots twice or three times before it is what it is to be. */
const TRIES = 5;

/** The system inside a machine that boots for the first time, until its student can log in. */
@Injectable()
export class NewGuests {
  constructor(
    private readonly specs: MachineSpecs,
    private readonly systems: GuestSystems,
    private readonly evaluations: EvaluationEnds,
  ) {}

  async waitUntilAnswering({ guests, machines }: Host, vm: VmEntity, signal: AbortSignal): Promise<void> {
    const { id: vmId } = vm;
    const until = performance.now() + 1000 * (await this.specs.bootSeconds(vm));
    const answering = () => guests.isAnswering(vmId);
    if (!(await waitFor(answering, { vmId, changes: machines.changes, until, signal })))
      throw new ProblemError('guest-not-answering');
  }

  /** A system that boots anew while it sets itself up is asked again when it is there: all of it can be repeated. */
  async makeAccounts(
    host: Host,
    vm: VmEntity,
    secrets: JobSecrets<'create'>,
    signal: AbortSignal,
  ): Promise<void> {
    const system = await this.systems.of(vm, host.guests);
    for (let tries = 1; ; tries += 1) {
      try {
        await system.createAccount(vm.id, vm.username, secrets.password);
        await system.setRootPassword(vm.id, secrets.rootPassword);
        break;
      } catch (error) {
        if (!isAway(error) || tries === TRIES) throw error;
        await this.waitUntilAnswering(host, vm, signal);
      }
    }
    await this.evaluations.follow(host, vm);
  }

  /** The agent may answer before the guest has its address. Without one the machine is of use all the same, on its screen. */
  async addressOf({ machines }: Host, { id: vmId }: VmEntity, signal: AbortSignal): Promise<string | null> {
    let address: string | null = null;
    const hasAddress = async () => (address = await machines.addressOf(vmId)) !== null;
    const until = performance.now() + ADDRESS_MS;
    await waitFor(hasAddress, { vmId, changes: machines.changes, until, signal });
    return address;
  }
}

const isAway = (error: unknown) => error instanceof ProblemError && error.code === 'guest-not-answering';
