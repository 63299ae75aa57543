import { Inject, Injectable } from '@nestjs/common';
import { join } from 'node:path';
import { DataSource, type EntityManager } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Jobs } from '../../jobs/jobs.js';
import type { JobOutcome } from '../../jobs/job-plan.js';
import type { JobEntity } from '../../jobs/job.entity.js';
import { Guest } from '../../hosts/libvirt/guest.js';
import { Hypervisor, type Power } from '../../hosts/libvirt/hypervisor.js';
import { Provisioner } from '../../hosts/vagrant/provisioner.js';
import { GuestSystems } from '../guest-systems/guest-systems.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { OwnerNetworks } from '../owner-networks/owner-networks.js';
import { VmRecord } from '../vms/vm-record.js';
import type { VmEntity } from '../vms/vm.entity.js';
import { waitFor } from './wait-for.js';
import { BoxImages } from './box-images.js';
import { MachineSpecs } from './machine-specs.js';
import { PowerPlans } from './power.plans.js';
import { VmRemoval } from './vm-removal.js';
import { ofVm } from '../vms/vm-subject.js';
import type { VmPlan, VmStepContext, VmSteps } from './vm-plan.js';

const ADDRESS_MS = 60_000;

/** From a request to a machine that its student can log in to. Vagrant makes it; everything after goes through libvirt. */
@Injectable()
export class CreateVmPlan implements VmPlan<'create'> {
  readonly kind = 'create';
  readonly steps: VmSteps<'create'> = {
    'prepare-network': { seconds: 1, run: (context) => this.prepareNetwork(context) },
    'prepare-folder': { seconds: 1, run: (context) => this.prepareFolder(context) },
    'import-box': { seconds: 4, run: (context) => this.importBox(context) },
    'make-machine': { seconds: 50, run: (context) => this.makeMachine(context) },
    'wait-for-guest': { seconds: 3, run: (context) => this.waitForGuest(context) },
    'create-account': { seconds: 4, run: (context) => this.createAccount(context) },
    finish: { seconds: 1, run: (context) => this.finish(context) },
    'switch-off': { seconds: 1, run: (context) => this.switchOff(context) },
  };

  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly networks: OwnerNetworks,
    private readonly specs: MachineSpecs,
    private readonly images: BoxImages,
    private readonly provisioner: Provisioner,
    private readonly hypervisor: Hypervisor,
    private readonly guest: Guest,
    private readonly systems: GuestSystems,
    private readonly removal: VmRemoval,
    private readonly jobs: Jobs,
    private readonly templates: VmTemplatesService,
    private readonly power: PowerPlans,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async rollBack({ vmId }: VmStepContext<'create'>): Promise<void> {
    const vm = await this.record.find(vmId);
    if (!vm) return;
    await this.removal.stopWork(vmId);
    await this.removal.removeMachine(vmId);
    await this.removal.removeDisks(vmId);
    await this.removal.removeFolder(vm.folder);
  }

  async settle(job: JobEntity, outcome: JobOutcome): Promise<(tx: EntityManager) => Promise<void>> {
    const power = outcome === 'succeeded' ? await this.record.powerIfKnown(job.subjectId) : null;
    return (tx) => this.write(tx, job, outcome, power);
  }

  private async write(
    tx: EntityManager,
    job: JobEntity,
    outcome: JobOutcome,
    power: Power | null,
  ): Promise<void> {
    const vm = await this.record.lock(tx, job.subjectId);
    // Deleted meanwhile: what this job left is the delete job's.
    if (!vm || vm.state === 'deleting') return;
    if (outcome === 'succeeded')
      return this.record.change(tx, vm, {
        state: power === 'running' || power === null ? 'running' : 'stopped',
      });
    if (outcome === 'failed') {
      const { code: cause, params } = job.problem ?? { code: 'internal-error', params: {} };
      const problem = { code: 'creation-failed' as const, params: { ...params, cause } };
      return this.record.change(tx, vm, { state: 'failed', problem });
    }
    const removal = await this.jobs.create(tx, { ...ofVm(vm), actorId: job.actorId, kind: 'delete' });
    await this.record.change(tx, vm, { state: 'deleting', jobId: removal.id });
  }

  private async prepareNetwork({ vmId, ownerId, signal }: VmStepContext<'create'>): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const vm = await this.record.lock(tx, vmId);
      if (vm?.state === 'queued') await this.record.change(tx, vm, { state: 'creating' });
    });
    await this.networks.ensureFor(ownerId, signal);
  }

  private async prepareFolder(context: VmStepContext<'create'>): Promise<void> {
    const vm = await this.get(context.vmId);
    await this.provisioner.prepareFolder(this.folderOf(vm), await this.specOf(vm, context));
  }

  private async importBox(context: VmStepContext<'create'>): Promise<'skipped' | undefined> {
    const vm = await this.get(context.vmId);
    return (await this.images.ensure(await this.specs.boxOf(vm), context)) ? undefined : 'skipped';
  }

  private async makeMachine(context: VmStepContext<'create'>): Promise<void> {
    const vm = await this.get(context.vmId);
    await this.removal.stopWork(vm.id);
    if (!(await this.hypervisor.isWhole(vm.id))) {
      // What an earlier try left of a machine that never ran.
      await this.removal.removeMachine(vm.id);
      await this.removal.removeDisks(vm.id);
      await this.up(vm, context);
    }
    // Before anybody can log in.
    const isBridged = this.environment.networkMode.kind === 'bridge';
    if (isBridged) await this.hypervisor.forbidSpoofing(vm.id);
    // Killed between defining and starting, or by Vagrant itself.
    if ((await this.hypervisor.powerOf(vm.id)) !== 'running') await this.hypervisor.start(vm.id);
    // The filter lets through the address that it saw given; this guest got its own before there was a filter.
    else if (isBridged) await this.power.reboot(context, await this.shutdownDeadline(vm));
  }

  private async up(vm: VmEntity, context: VmStepContext<'create'>): Promise<void> {
    const spec = await this.specOf(vm, context);
    // The box may be a newer one than when the folder was written, in an earlier life.
    await this.provisioner.prepareFolder(this.folderOf(vm), spec);
    await this.images.ensure(spec.box, context);
    try {
      await this.provisioner.make(this.folderOf(vm), spec, context);
    } catch (error) {
      // Vagrant gave up on a machine that runs: whether it is of use, its guest says in the next step.
      if (context.signal.aborted || (await this.hypervisor.powerOf(vm.id)) !== 'running') throw error;
      context.log('— Vagrant did not see the end of it; going on with the machine it made.');
    }
  }

  private async waitForGuest({ vmId, signal }: VmStepContext<'create'>): Promise<void> {
    const until = performance.now() + 1000 * (await this.specs.bootSeconds(await this.get(vmId)));
    const answering = () => this.guest.isAnswering(vmId);
    if (!(await waitFor(answering, { vmId, changes: this.hypervisor.changes, until, signal })))
      throw new ProblemError('guest-not-answering');
  }

  private async createAccount({ vmId, secrets }: VmStepContext<'create'>): Promise<void> {
    const vm = await this.get(vmId);
    const { password, rootPassword } = secrets;
    const system = this.systems.of(vm);
    await system.createAccount(vmId, vm.username, password);
    await system.setRootPassword(vmId, rootPassword);
  }

  private async finish({ vmId, signal }: VmStepContext<'create'>): Promise<void> {
    const vm = await this.get(vmId);
    let ipAddress: string | null = null;
    // The agent may answer before the guest has its address. Without one the machine is of use all the same, on its screen.
    const hasAddress = async () => (ipAddress = await this.hypervisor.addressOf(vmId)) !== null;
    const until = performance.now() + ADDRESS_MS;
    await waitFor(hasAddress, { vmId, changes: this.hypervisor.changes, until, signal });
    await this.dataSource.transaction((tx) => this.record.change(tx, vm, { ipAddress }));
  }

  /** What was asked for is a machine that is off; its accounts could only be made while it ran. */
  private async switchOff(context: VmStepContext<'create'>): Promise<'skipped' | undefined> {
    const vm = await this.get(context.vmId);
    if (!vm.madeOff) return 'skipped';
    await this.power.switchOff(context, await this.shutdownDeadline(vm));
    return undefined;
  }

  private async shutdownDeadline({ templateId }: VmEntity): Promise<number> {
    return performance.now() + 1000 * (await this.templates.shutdownSeconds(templateId));
  }

  private async get(vmId: string): Promise<VmEntity> {
    const vm = await this.record.find(vmId);
    if (!vm) throw new ProblemError('not-found');
    return vm;
  }

  private folderOf = (vm: VmEntity) => join(this.environment.studentVmsDir, vm.folder);

  private async specOf(vm: VmEntity, { ownerId, signal }: VmStepContext<'create'>) {
    return this.specs.specOf(vm, await this.networks.ensureFor(ownerId, signal));
  }
}
