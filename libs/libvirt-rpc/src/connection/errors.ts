import type { LibvirtErrorDetails } from '../protocol/error-message.js';

/** libvirt carried out the call and refused: `code` says why (compare with `LibvirtErrorCode`). */
export class LibvirtError extends Error {
  override readonly name = 'LibvirtError';
  /** virErrorNumber; see `LibvirtErrorCode` for those with a name here. */
  readonly code: number;
  /** virErrorDomain: the part of libvirt that complained. */
  readonly domain: number;
  /** 1 is a warning, 2 an error. */
  readonly level: number;
  /** The procedure that failed, such as `domainCreateWithFlags`. */
  readonly procedure: string;
  readonly details: LibvirtErrorDetails;

  constructor(procedure: string, details: LibvirtErrorDetails) {
    super(details.message ?? `libvirt error ${details.code} without a message`);
    this.procedure = procedure;
    this.code = details.code;
    this.domain = details.domain;
    this.level = details.level;
    this.details = details;
  }
}

/**
 * Why there is no connection: `unreachable` could not connect, `refused` authentication or URI refused,
 * `protocol` the peer does not speak libvirt's protocol, `keepalive` it went silent, `lost` it hung up,
 * `closed` we closed it, `disconnected` a reconnecting client is between two connections.
 */
export type ConnectionFailure =
  'unreachable' | 'refused' | 'protocol' | 'keepalive' | 'lost' | 'closed' | 'disconnected';

/** The connection is not there (any more); whether a call that was under way took effect is unknown. */
export class LibvirtConnectionError extends Error {
  override readonly name = 'LibvirtConnectionError';
  readonly failure: ConnectionFailure;

  constructor(failure: ConnectionFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.failure = failure;
  }
}

/** No answer in time; libvirt may still be working on the call. */
export class LibvirtTimeoutError extends Error {
  override readonly name = 'LibvirtTimeoutError';
  readonly procedure: string;
  readonly timeoutMs: number;

  constructor(procedure: string, timeoutMs: number) {
    super(`${procedure}: no answer within ${timeoutMs} ms`);
    this.procedure = procedure;
    this.timeoutMs = timeoutMs;
  }
}

/** True for a LibvirtError with one of the codes: `isLibvirtError(error, LibvirtErrorCode.noDomain)`. */
export function isLibvirtError(error: unknown, ...codes: number[]): error is LibvirtError {
  return error instanceof LibvirtError && (codes.length === 0 || codes.includes(error.code));
}

/** The guest agent answered something that is not an answer. What it refuses is a LibvirtError. */
export class LibvirtAgentError extends Error {
  override readonly name = 'LibvirtAgentError';
}

/** QEMU's monitor refused a command. */
export class LibvirtMonitorError extends Error {
  override readonly name = 'LibvirtMonitorError';
}
