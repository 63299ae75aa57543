/** virDomainState, in wire order. `shutdown` is on its way down, `shutoff` is off. */
export const DOMAIN_STATES = [
  'nostate',
  'running',
  'blocked',
  'paused',
  'shutdown',
  'shutoff',
  'crashed',
  'pmsuspended',
] as const;
export type DomainState = (typeof DOMAIN_STATES)[number];

/** virDomain*Reason, in wire order. */
const REASONS: Record<DomainState, readonly string[]> = {
  nostate: [],
  running: [
    'unknown',
    'booted',
    'migrated',
    'restored',
    'from-snapshot',
    'unpaused',
    'migration-canceled',
    'save-canceled',
    'wakeup',
    'crashed',
    'postcopy',
    'postcopy-failed',
  ],
  blocked: [],
  paused: [
    'unknown',
    'user',
    'migration',
    'save',
    'dump',
    'io-error',
    'watchdog',
    'from-snapshot',
    'shutting-down',
    'snapshot',
    'crashed',
    'starting-up',
    'postcopy',
    'postcopy-failed',
  ],
  shutdown: ['unknown', 'user'],
  shutoff: [
    'unknown',
    'shutdown',
    'destroyed',
    'crashed',
    'migrated',
    'saved',
    'failed',
    'from-snapshot',
    'daemon',
  ],
  crashed: ['unknown', 'panicked'],
  pmsuspended: [],
};

export interface DomainStateAndReason {
  readonly state: DomainState;
  /** Why, such as `booted` or `destroyed`; `unknown` when libvirt does not say or says something newer. */
  readonly reason: string;
}

/** Names for what the `state.state` and `state.reason` statistics hold as numbers, too. */
export function toDomainState(state: number, reason: number): DomainStateAndReason {
  const name = DOMAIN_STATES[state] ?? 'nostate';
  return { state: name, reason: REASONS[name][reason] ?? 'unknown' };
}
