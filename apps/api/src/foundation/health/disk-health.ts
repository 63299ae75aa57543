import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { statfs } from 'node:fs/promises';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { Degraded, HealthParts } from './health-parts.js';

const GIB = 2 ** 30;

/**
 * Free space below which the disk is degraded, while nothing fails yet, and down, when writes are about to fail. Small
 * disks are measured by their size.
 */
const LOW = { bytes: GIB, share: 0.1 };
export const FULL = { bytes: 64 * 2 ** 20, share: 0.02 };

/** The disk that holds the database, keys, boxes and the VMs' folders. */
@Injectable()
export class DiskHealth implements OnModuleInit {
  constructor(
    private readonly parts: HealthParts,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onModuleInit(): void {
    this.parts.register('disk', () => judgeDisks(this.environment), { needed: true });
  }
}

/** Rejects when there is too little where they lie. */
export async function judgeDisks({
  dataDir,
  studentVmsDir,
}: Pick<Environment, 'dataDir' | 'studentVmsDir'>): Promise<void> {
  for (const folder of [dataDir, studentVmsDir]) judge(folder, await spaceOf(folder));
}

export interface DiskSpace {
  freeBytes: number;
  totalBytes: number;
}

/** Rejects when there is too little. */
export function judge(folder: string, { freeBytes, totalBytes }: DiskSpace): void {
  const below = ({ bytes, share }: typeof LOW) => freeBytes < Math.min(bytes, totalBytes * share);
  const left = `${Math.round(freeBytes / 2 ** 20)} MiB left on the disk of ${folder}`;
  if (below(FULL)) throw new Error(left);
  if (below(LOW)) throw new Degraded(left);
}

/** Size 0 when the folder does not exist yet: then there is nothing to judge. */
async function spaceOf(folder: string): Promise<DiskSpace> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { freeBytes: 0, totalBytes: 0 };
    throw error;
  }
}
