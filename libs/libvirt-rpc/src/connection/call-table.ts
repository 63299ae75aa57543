import type { Procedure } from '../protocol/procedure.js';
import { errorMessage } from '../protocol/error-message.js';
import { MessageStatus, type Packet } from '../wire/header.js';
import { decodeXdr } from '../xdr/codec.js';
import { LibvirtError, LibvirtTimeoutError } from './errors.js';
import type { CallOptions } from './rpc-channel.js';

export type Answer<Result> = { readonly result: Result } | { readonly error: unknown };

export interface CallRequest<Result> {
  readonly procedure: Procedure<unknown, Result>;
  readonly timeoutMs: number;
  readonly signal?: CallOptions['signal'];
  readonly send: (serial: number) => void;
  /** Runs synchronously when libvirt answers, even when the caller has given up by then. */
  readonly onAnswer?: (answer: Answer<Result>) => void;
}

interface PendingCall {
  readonly serial: number;
  send(): void;
  settle(packet: Packet): void;
  fail(error: unknown): void;
}

/**
 * Matches answers to calls by serial. At most `slots` calls are on the wire: beyond libvirtd's
 * `max_client_requests` it would stop reading, keepalive included.
 */
export class CallTable {
  #lastSerial = 0;
  readonly #onWire = new Map<number, PendingCall>();
  readonly #waiting = new Map<number, PendingCall>();
  readonly #slots: number;

  constructor(slots: number) {
    this.#slots = slots;
  }

  start<Result>(request: CallRequest<Result>): Promise<Result> {
    const { procedure, timeoutMs, signal } = request;
    return new Promise<Result>((resolve, reject) => {
      signal?.throwIfAborted();
      const serial = this.#nextSerial();
      const giveUp = (reason: unknown): void => {
        // On the wire the slot stays taken: libvirt is still busy with the call.
        this.#waiting.delete(serial);
        stopWaiting();
        reject(reason);
      };
      const onAbort = (): void => giveUp(signal?.reason);
      const timer = setTimeout(() => giveUp(new LibvirtTimeoutError(procedure.name, timeoutMs)), timeoutMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      const stopWaiting = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      const settle = (packet: Packet): void => {
        stopWaiting();
        const answer = answerOf(procedure, packet);
        request.onAnswer?.(answer);
        if ('result' in answer) resolve(answer.result);
        else reject(answer.error);
      };
      this.#waiting.set(serial, { serial, send: () => request.send(serial), settle, fail: giveUp });
      this.#fillSlots();
    });
  }

  settle(packet: Packet): void {
    const call = this.#onWire.get(packet.header.serial);
    if (!call) return;
    this.#onWire.delete(call.serial);
    call.settle(packet);
    this.#fillSlots();
  }

  failAll(error: Error): void {
    const calls = [...this.#onWire.values(), ...this.#waiting.values()];
    this.#onWire.clear();
    this.#waiting.clear();
    for (const call of calls) call.fail(error);
  }

  #fillSlots(): void {
    for (const call of this.#waiting.values()) {
      if (this.#onWire.size >= this.#slots) return;
      this.#waiting.delete(call.serial);
      this.#onWire.set(call.serial, call);
      call.send();
    }
  }

  #nextSerial(): number {
    // Serials are unsigned words; 0 belongs to messages that answer nothing.
    this.#lastSerial = this.#lastSerial === 0xffffffff ? 1 : this.#lastSerial + 1;
    return this.#lastSerial;
  }
}

function answerOf<Result>(procedure: Procedure<unknown, Result>, packet: Packet): Answer<Result> {
  try {
    if (packet.header.status === MessageStatus.ok)
      return { result: decodeXdr(procedure.result, packet.body) };
    return { error: new LibvirtError(procedure.name, decodeXdr(errorMessage, packet.body)) };
  } catch (error) {
    return { error };
  }
}
