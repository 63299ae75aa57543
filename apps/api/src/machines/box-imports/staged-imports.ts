import type { JobInput } from '@vm-manager/contracts';
import { In, type EntityManager } from 'typeorm';
import { ACTIVE_JOB_STATES, JobEntity } from '../../jobs/job.entity.js';

/** Ids of what imports that wait or are under way are made of. */
export async function stagedOfImports(manager: EntityManager): Promise<Set<string>> {
  const jobs = await manager.findBy(JobEntity, { kind: 'import', state: In([...ACTIVE_JOB_STATES]) });
  return new Set(jobs.map(({ input }) => (input as JobInput<'import'>).staged));
}
