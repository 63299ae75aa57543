import type { Duplex } from 'node:stream';
import { openSocket } from './open-socket.js';

/**
 * Opens the byte stream that the packets travel on: a socket of this machine, TLS, or the standard streams of
 * `ssh <host> virt-ssh-helper qemu:///system`. Called for each new connection. Rejects with LibvirtConnectionError or the
 * signal's reason when it takes longer than `timeoutMs` milliseconds, or cannot be had. The stream is destroyed with the connection.
 */
export type Transport = (options: { timeoutMs: number; signal?: AbortSignal | undefined }) => Promise<Duplex>;

/** A daemon of this machine by the path of its socket. */
export const unixSocket =
  (path: string): Transport =>
  ({ timeoutMs, signal }) =>
    openSocket(path, timeoutMs, signal);
