import type { Answer } from '../connection/call-table.js';
import { LibvirtConnectionError } from '../connection/errors.js';
import type { RpcStream } from './rpc-stream.js';

const ignore = (): void => undefined;

/** A stream between the call that asks for it and the caller who gets it. */
export class OpeningStream {
  #stream: RpcStream | undefined;
  #isAbandoned = false;

  begin(stream: RpcStream): void {
    this.#stream = stream;
    // Until the caller has it, a failure is told by the call's rejection alone.
    stream.on('error', ignore);
  }

  answered(answer: Answer<unknown>): void {
    // Refused: no stream exists over there, so nothing must be sent for it.
    if ('error' in answer) this.#stream?.fail(asError(answer.error));
    else if (this.#isAbandoned) this.#stream?.destroy();
  }

  /** The caller gave up. The abort waits for the answer: before it libvirt would not know what to abort. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#stream?.resume();
  }

  handOver(): RpcStream {
    if (!this.#stream) throw new LibvirtConnectionError('protocol', 'answered before it was asked');
    this.#stream.off('error', ignore);
    return this.#stream;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('stream refused', { cause: error });
}
