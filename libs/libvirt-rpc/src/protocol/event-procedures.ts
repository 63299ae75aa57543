import { array, optional, struct } from '../xdr/combinators.js';
import { int32, nothing } from '../xdr/primitives.js';
import { remote } from './procedure.js';
import { JOB_STATS_MAX } from './job-procedures.js';
import { domainRef, optionalText, text } from './shapes.js';
import { typedParameters } from './typed-parameters.js';

export const domainEventRegister = remote(
  'connectDomainEventCallbackRegisterAny',
  316,
  struct({ eventId: int32, domain: optional(domainRef) }),
  struct({ callbackId: int32 }),
);
export const domainEventDeregister = remote(
  'connectDomainEventCallbackDeregisterAny',
  317,
  struct({ callbackId: int32 }),
  nothing,
);

// The messages that arrive unasked: every one starts with the callback id of the registration.
const callbackId = int32;
const peerAddress = struct({ family: int32, node: text, service: text });
const identity = struct({ type: text, name: text });

export const lifecycleMessage = struct({ callbackId, domain: domainRef, event: int32, detail: int32 });
export const rebootMessage = struct({ callbackId, domain: domainRef });
export const agentLifecycleMessage = struct({ callbackId, domain: domainRef, state: int32, reason: int32 });
export const metadataChangeMessage = struct({
  callbackId,
  domain: domainRef,
  type: int32,
  uri: optionalText,
});
export const blockJobMessage = struct({
  callbackId,
  domain: domainRef,
  disk: text,
  type: int32,
  status: int32,
});
export const jobCompletedMessage = struct({
  callbackId,
  domain: domainRef,
  stats: typedParameters(JOB_STATS_MAX),
});
export const graphicsMessage = struct({
  callbackId,
  domain: domainRef,
  phase: int32,
  local: peerAddress,
  remote: peerAddress,
  authScheme: text,
  subject: array(identity, 20),
});
