import { Injectable } from '@nestjs/common';
import type { CreateVm, VmTemplate } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditWriter, type AuditedActor } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { type Candidates, Placements } from '../placement/placements.js';
import { QuotaLimits } from '../quotas/quota-limits.js';
import { chargedGroup } from './charged-group.js';
import { unlessNameTaken } from './name-taken.js';
import { folderFor } from './vm-folder.js';
import { VmRecord } from './vm-record.js';
import { VmEntity } from './vm.entity.js';
import { ofVm } from './vm-subject.js';

/** What is wanted, for whom, and what it is charged to. */
export interface VmWish {
  owner: Pick<Actor, 'id' | 'username'>;
  request: CreateVm;
  template: Pick<VmTemplate, 'id' | 'sizes' | 'firstBootSeconds'>;
  groupId: string | null;
}

/** Who asks for it: the portal itself is null. */
interface Asking {
  actor: AuditedActor | null;
  /** Whose turn the job takes, when that is nobody's own. */
  batchId?: string;
}

/** Takes requests for new VMs in: the record and the job that makes the machine, in one transaction. */
@Injectable()
export class NewVms {
  constructor(
    private readonly dataSource: DataSource,
    private readonly record: VmRecord,
    private readonly jobs: JobOrders,
    private readonly placements: Placements,
    private readonly limits: QuotaLimits,
    private readonly audit: AuditWriter,
  ) {}

  /** Resolves with the new VM's id; rejects with `name-taken` or `quota-exceeded`. */
  async add(actor: Actor, request: CreateVm, template: VmTemplate): Promise<string> {
    const groupId = await chargedGroup(this.dataSource.manager, this.limits, actor, request.groupId);
    const candidates = await this.placements.find();
    const wish = { owner: actor, request, template, groupId };
    return this.dataSource.transaction((tx) => this.insert(tx, { actor }, wish, candidates));
  }

  /** The record and its job, in the caller's transaction. `candidates` were asked for before it. */
  async insert(
    tx: EntityManager,
    { actor, batchId }: Asking,
    wish: VmWish,
    candidates: Candidates,
  ): Promise<string> {
    const placed = await this.place(tx, wish, candidates);
    const { password, rootPassword } = wish.request;
    const job = await this.jobs.create(tx, {
      ...ofVm(placed),
      ...{ actorId: actor?.id ?? null, batchId },
      kind: 'create',
      secrets: { password, rootPassword },
      firstEstimateSeconds: wish.template.firstBootSeconds,
    });
    const inserted = await this.record.lock(tx, placed.id);
    if (inserted) await this.record.change(tx, inserted, { jobId: job.id });
    const { id, name, ownerId, templateId, vcpus, memoryMiB, diskGiB } = placed;
    await this.audit.record(tx, actor, {
      action: 'vm.create',
      object: { id, name },
      ownerId,
      details: {
        templateId,
        vcpus,
        memoryMiB,
        diskGiB,
        jobId: job.id,
        ...(batchId && { seriesId: batchId }),
      },
    });
    return id;
  }

  /** The record alone, with what it reserves: what a transaction that is undone again learns of is whether it could be made. */
  async place(tx: EntityManager, wish: VmWish, candidates: Candidates, now?: Date): Promise<PlacedVm> {
    const vm = toVm(wish);
    const groupId = await stillIn(tx, vm);
    // Removed since it was chosen, or left.
    if (groupId === null && wish.request.groupId !== undefined) throw new ProblemError('not-found');
    const charged = { ...vm, groupId };
    const placement = await candidates.choose(tx, charged);
    const placed = { ...charged, host: placement.host };
    await unlessNameTaken(placed.name, () => tx.insert(VmEntity, placed));
    await placement.reserve(tx, placed, now);
    return placed;
  }
}

/** The group when it is there and the owner is in it; both then stay so until the transaction ends. Null otherwise. */
async function stillIn(
  tx: EntityManager,
  { groupId, ownerId: userId }: Pick<VmEntity, 'groupId' | 'ownerId'>,
): Promise<string | null> {
  if (groupId === null) return null;
  const lock = { mode: 'for_key_share' } as const;
  const group = await tx.findOne(GroupEntity, { where: { id: groupId }, select: { id: true }, lock });
  const member = group && (await tx.findOne(GroupMemberEntity, { where: { groupId, userId }, lock }));
  return member && groupId;
}

type PlacedVm = Omit<VmEntity, 'owner' | 'group' | 'job'>;

function toVm({ owner, request, template, groupId }: VmWish): Omit<PlacedVm, 'host'> {
  const id = randomUUID();
  const { sizes } = template;
  return {
    id,
    ownerId: owner.id,
    groupId,
    name: request.name,
    nameKey: request.name.toLowerCase(),
    templateId: template.id,
    state: 'queued',
    problem: null,
    madeOff: request.start === false,
    vcpus: request.vcpus ?? sizes.vcpus.default,
    memoryMiB: request.memoryMiB ?? sizes.memoryMiB.default,
    diskGiB: request.diskGiB ?? sizes.diskGiB.default,
    pointsGiB: 0,
    nextVcpus: null,
    nextMemoryMiB: null,
    username: request.username,
    ipAddress: null,
    evaluationEndsAt: null,
    folder: folderFor({ id, name: request.name }, owner),
    jobId: null,
    goneAt: null,
    binWarned: false,
    createdAt: new Date(),
  };
}
