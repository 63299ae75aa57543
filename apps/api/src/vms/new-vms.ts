import { Injectable } from '@nestjs/common';
import type { CreateVm, VmTemplate } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource, QueryFailedError, type EntityManager } from 'typeorm';
import type { Actor } from '../auth/actor.js';
import { ProblemError } from '../http/problem-error.js';
import { JobOrders } from '../jobs/job-orders.js';
import { Hypervisor } from '../libvirt/hypervisor.js';
import { folderFor } from './vm-folder.js';
import { VmRecord } from './vm-record.js';
import { VmEntity } from './vm.entity.js';

/** Takes requests for new VMs in: the record and the job that makes the machine, in one transaction. */
@Injectable()
export class NewVms {
  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly orders: JobOrders,
    private readonly hypervisor: Hypervisor,
  ) {}

  /** Resolves with the new VM's id; rejects with `name-taken`. */
  async add(actor: Actor, request: CreateVm, template: VmTemplate): Promise<string> {
    const vm = toEntity(actor, request, template, await this.hypervisor.hostName());
    try {
      await this.dataSource.transaction((tx) => this.insert(tx, vm, request));
    } catch (error) {
      if (breaksConstraint(error, 'vms_owner_name_key'))
        throw new ProblemError('name-taken', { name: request.name }, { cause: error });
      throw error;
    }
    return vm.id;
  }

  private async insert(tx: EntityManager, vm: NewVm, { password, rootPassword }: CreateVm): Promise<void> {
    await tx.insert(VmEntity, vm);
    const job = await this.orders.place(tx, {
      vmId: vm.id,
      ownerId: vm.ownerId,
      actorId: vm.ownerId,
      kind: 'create',
      variant: vm.templateId,
      secrets: { password, rootPassword },
    });
    const inserted = await this.record.lock(tx, vm.id);
    if (inserted) await this.record.change(tx, inserted, { jobId: job.id });
  }
}

type NewVm = Omit<VmEntity, 'owner' | 'job'>;

function toEntity(actor: Actor, request: CreateVm, template: VmTemplate, host: string): NewVm {
  const id = randomUUID();
  const { sizes } = template;
  return {
    id,
    ownerId: actor.id,
    groupId: chargedGroup(actor, request.groupId),
    name: request.name,
    nameKey: request.name.toLowerCase(),
    templateId: template.id,
    state: 'queued',
    vcpus: request.vcpus ?? sizes.vcpus.default,
    memoryMiB: request.memoryMiB ?? sizes.memoryMiB.default,
    diskGiB: request.diskGiB ?? sizes.diskGiB.default,
    username: request.username,
    ipAddress: null,
    host,
    folder: folderFor({ id, name: request.name }, actor),
    jobId: null,
    createdAt: new Date(),
  };
}

/** The group chosen, which must be one of the owner's; else the only one they are in. */
function chargedGroup({ groups }: Actor, groupId: string | undefined): string | null {
  if (groupId === undefined) return groups.length === 1 ? (groups[0]?.id ?? null) : null;
  if (groups.some(({ id }) => id === groupId)) return groupId;
  throw new ProblemError('not-found');
}

const breaksConstraint = (error: unknown, constraint: string) =>
  error instanceof QueryFailedError &&
  (error.driverError as { constraint?: string } | undefined)?.constraint === constraint;
