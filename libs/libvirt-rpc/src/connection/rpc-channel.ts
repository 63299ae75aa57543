import type { Packet } from '../wire/header.js';
import type { Procedure } from '../protocol/procedure.js';
import type { RpcStream, StreamMode } from '../streams/rpc-stream.js';

export interface CallOptions {
  /** Milliseconds from the call to its answer, waiting in our queue included. */
  readonly timeoutMs?: number | undefined;
  /** Stops the waiting; what libvirt has begun it still finishes. */
  readonly signal?: AbortSignal | undefined;
}

export interface OpenedStream<Result> {
  readonly result: Result;
  readonly stream: RpcStream;
}

/**
 * What the typed procedures stand on. Every method rejects with LibvirtError (libvirt refused),
 * LibvirtTimeoutError, LibvirtConnectionError, XdrError (arguments or answer malformed) or the signal's reason.
 */
export interface RpcChannel {
  call<Args, Result>(procedure: Procedure<Args, Result>, args: Args, options?: CallOptions): Promise<Result>;
  openStream<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    mode: StreamMode,
    options?: CallOptions,
  ): Promise<OpenedStream<Result>>;
}

/** A channel that also hands out what libvirt sends unasked. */
export interface EventfulChannel extends RpcChannel {
  /**
   * Like `call`, but `onResult` runs before any later packet is looked at: a registration
   * must know its callback id before the first event for it arrives.
   */
  callInOrder<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    onResult: (result: Result) => void,
  ): Promise<void>;
  onEvent(listener: (packet: Packet) => void): void;
}
