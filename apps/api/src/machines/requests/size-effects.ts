import type { ResourceRequest } from '@vm-manager/contracts';
import { In, type EntityManager } from 'typeorm';
import { ACTIVE_JOB_STATES } from '../../jobs/job.entity.js';
import { VmEntity } from '../vms/vm.entity.js';

type Effect = NonNullable<ResourceRequest['takesEffect']>;

/**
 * Whether these VMs have the size that was wanted for them already. Left out are those that a job is working on: it
 * is not known yet.
 */
export async function sizeEffects(tx: EntityManager, vmIds: readonly string[]): Promise<Map<string, Effect>> {
  const vms = await tx.find(VmEntity, { where: { id: In([...vmIds]) }, relations: { job: true } });
  const settled = vms.filter(({ job }) => job === null || !ACTIVE_JOB_STATES.includes(job.state));
  return new Map(
    settled.map(({ id, nextVcpus, nextMemoryMiB }) => {
      return [id, nextVcpus === null && nextMemoryMiB === null ? 'now' : 'at-next-start'];
    }),
  );
}
