import { LibvirtTimeoutError } from '../connection/errors.js';
import type { CallOptions } from '../connection/rpc-channel.js';
import type { RpcStream } from './rpc-stream.js';

const DEFAULT_MS = 30_000;

/** Everything a readable stream brings; aborts it when that takes too long, is more than `maxBytes`, or the signal says so. */
export async function collect(
  stream: RpcStream,
  procedure: string,
  { timeoutMs = DEFAULT_MS, signal, maxBytes }: CallOptions & { maxBytes: number },
): Promise<Buffer> {
  const timer = setTimeout(() => stream.destroy(new LibvirtTimeoutError(procedure, timeoutMs)), timeoutMs);
  const onAbort = (): void => void stream.destroy(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Leaving the loop by an error destroys the stream, which aborts it at libvirt.
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new RangeError(`${procedure}: more than ${maxBytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}
