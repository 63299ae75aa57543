import { buffer } from 'node:stream/consumers';
import { LibvirtTimeoutError } from '../connection/errors.js';
import type { CallOptions } from '../connection/rpc-channel.js';
import type { RpcStream } from './rpc-stream.js';

const DEFAULT_MS = 30_000;

/** Everything a readable stream brings; aborts it when that takes too long or the signal says so. */
export async function collect(
  stream: RpcStream,
  procedure: string,
  options: CallOptions = {},
): Promise<Buffer> {
  const { timeoutMs = DEFAULT_MS, signal } = options;
  const timer = setTimeout(() => stream.destroy(new LibvirtTimeoutError(procedure, timeoutMs)), timeoutMs);
  const onAbort = (): void => void stream.destroy(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await buffer(stream);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
