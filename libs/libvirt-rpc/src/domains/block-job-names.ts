// virDomainBlockJobType and virConnectDomainEventBlockJobStatus, by their numbers.
export const BLOCK_JOB_TYPES = ['unknown', 'pull', 'copy', 'commit', 'active-commit', 'backup'] as const;
export type BlockJobType = (typeof BLOCK_JOB_TYPES)[number];

export const BLOCK_JOB_STATUSES = ['completed', 'failed', 'cancelled', 'ready'] as const;
export type BlockJobStatus = (typeof BLOCK_JOB_STATUSES)[number] | 'unknown';
