import type { Codec, Decoded } from '../xdr/codec.js';
import { mapped } from '../xdr/codec.js';
import {
  BLOCK_JOB_STATUSES,
  BLOCK_JOB_TYPES,
  type BlockJobStatus,
  type BlockJobType,
} from '../domains/block-job-names.js';
import {
  agentLifecycleMessage,
  blockJobMessage,
  graphicsMessage,
  jobCompletedMessage,
  lifecycleMessage,
  metadataChangeMessage,
  rebootMessage,
} from '../protocol/event-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';
import type { TypedParameters } from '../protocol/typed-parameters.js';
import { LIFECYCLE_DETAILS, LIFECYCLE_EVENTS, type LifecycleEventName } from './lifecycle-names.js';

/** `detail` says why: `{ event: 'stopped', detail: 'destroyed' }`; `unknown` when newer than this table. */
export interface DomainLifecycleEvent {
  readonly domain: DomainRef;
  readonly event: LifecycleEventName;
  readonly detail: string;
}

export interface DomainRebootEvent {
  readonly domain: DomainRef;
}

/** The guest agent's channel was opened or closed by the guest. */
export interface DomainAgentEvent {
  readonly domain: DomainRef;
  readonly state: 'connected' | 'disconnected';
  readonly reason: 'unknown' | 'domain-started' | 'channel';
}

export interface DomainMetadataEvent {
  readonly domain: DomainRef;
  readonly type: 'description' | 'title' | 'element' | 'unknown';
  /** The XML namespace when `type` is `element`. */
  readonly uri: string | null;
}

/** Someone's VNC or SPICE client came, was let in, or left. */
export interface DomainGraphicsEvent {
  readonly domain: DomainRef;
  readonly phase: 'connect' | 'initialize' | 'disconnect' | 'unknown';
  readonly remoteAddress: string;
  readonly remotePort: string;
  readonly authScheme: string;
}

/** A disk's background copy came to an end, or may pivot (`ready`). */
export interface DomainBlockJobEvent {
  readonly domain: DomainRef;
  /** The disk's target, such as `vda`. */
  readonly disk: string;
  readonly type: BlockJobType;
  readonly status: BlockJobStatus;
}

/** A backup, save or migration has ended; `stats` as in `DomainJob`, with `success` and `errmsg`. */
export interface DomainJobCompletedEvent {
  readonly domain: DomainRef;
  readonly stats: TypedParameters;
}

export interface DomainEventMap {
  lifecycle: DomainLifecycleEvent;
  reboot: DomainRebootEvent;
  agent: DomainAgentEvent;
  metadata: DomainMetadataEvent;
  graphics: DomainGraphicsEvent;
  blockJob: DomainBlockJobEvent;
  jobCompleted: DomainJobCompletedEvent;
}
export type DomainEventKind = keyof DomainEventMap;

export interface Arrival<Event> {
  readonly callbackId: number;
  readonly event: Event;
}

interface KindDefinition<Event> {
  /** VIR_DOMAIN_EVENT_ID_* */
  readonly eventId: number;
  /** The procedure number under which libvirt sends the messages. */
  readonly message: number;
  readonly codec: Codec<Arrival<Event>>;
}

function incoming<Wire extends { callbackId: number }, Event>(
  codec: Codec<Wire>,
  toEvent: (wire: Wire) => Event,
): Codec<Arrival<Event>> {
  const refuse = (): never => {
    throw new TypeError('events only arrive');
  };
  return mapped(codec, (wire) => ({ callbackId: wire.callbackId, event: toEvent(wire) }), refuse);
}

function toLifecycle({ domain, event, detail }: Decoded<typeof lifecycleMessage>): DomainLifecycleEvent {
  const name = LIFECYCLE_EVENTS[event] ?? 'unknown';
  return { domain, event: name, detail: LIFECYCLE_DETAILS[name][detail] ?? 'unknown' };
}

export const EVENT_KINDS: { [K in DomainEventKind]: KindDefinition<DomainEventMap[K]> } = {
  lifecycle: { eventId: 0, message: 318, codec: incoming(lifecycleMessage, toLifecycle) },
  reboot: { eventId: 1, message: 319, codec: incoming(rebootMessage, ({ domain }) => ({ domain })) },
  graphics: {
    eventId: 5,
    message: 323,
    codec: incoming(graphicsMessage, ({ domain, phase, remote, authScheme }) => ({
      domain,
      phase: (['connect', 'initialize', 'disconnect'] as const)[phase] ?? 'unknown',
      remoteAddress: remote.node,
      remotePort: remote.service,
      authScheme,
    })),
  },
  blockJob: {
    eventId: 16,
    message: 339,
    codec: incoming(blockJobMessage, ({ domain, disk, type, status }) => ({
      domain,
      disk,
      type: BLOCK_JOB_TYPES[type] ?? 'unknown',
      status: BLOCK_JOB_STATUSES[status] ?? 'unknown',
    })),
  },
  agent: {
    eventId: 18,
    message: 348,
    codec: incoming(agentLifecycleMessage, ({ domain, state, reason }) => ({
      domain,
      state: state === 1 ? 'connected' : 'disconnected',
      reason: (['unknown', 'domain-started', 'channel'] as const)[reason] ?? 'unknown',
    })),
  },
  jobCompleted: {
    eventId: 21,
    message: 363,
    codec: incoming(jobCompletedMessage, ({ domain, stats }) => ({ domain, stats })),
  },
  metadata: {
    eventId: 23,
    message: 379,
    codec: incoming(metadataChangeMessage, ({ domain, type, uri }) => ({
      domain,
      type: (['description', 'title', 'element'] as const)[type] ?? 'unknown',
      uri,
    })),
  },
};

// `keys` of a mapped type over its own keys.
export const ALL_KINDS = Object.keys(EVENT_KINDS) as DomainEventKind[];
