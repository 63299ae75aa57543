import { createConnection, type Socket } from 'node:net';
import { LibvirtConnectionError } from './errors.js';

/** Connects to a Unix socket within the time, or rejects with LibvirtConnectionError or the signal's reason. */
export function openSocket(path: string, timeoutMs: number, signal?: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const socket = createConnection({ path });
    const fail = (reason: unknown): void => {
      stopWaiting();
      socket.destroy();
      reject(reason);
    };
    const onError = (cause: Error): void =>
      fail(
        new LibvirtConnectionError('unreachable', `cannot connect to ${path}: ${cause.message}`, { cause }),
      );
    const onAbort = (): void => fail(signal?.reason);
    const timer = setTimeout(
      () => fail(new LibvirtConnectionError('unreachable', `${path} did not accept within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const stopWaiting = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('error', onError);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('error', onError);
    socket.once('connect', () => {
      stopWaiting();
      resolve(socket);
    });
  });
}
