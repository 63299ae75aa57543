import type { INestApplication } from '@nestjs/common';
import { once } from 'node:events';
import { chmod, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Environment } from '../foundation/config/environment.js';
import { ListenError } from './explain-failure.js';

type Place = Pick<Environment, 'host' | 'port' | 'socketPath'>;

/** Rejects with a `ListenError` when the address is none of this machine's, or taken. */
export async function listen(app: INestApplication, { host, port, socketPath }: Place): Promise<void> {
  try {
    if (socketPath === null) await app.listen(port, host);
    else await listenOnSocket(app, socketPath);
  } catch (cause) {
    throw new ListenError(host, port, { cause });
  }
}

async function listenOnSocket(app: INestApplication, path: string): Promise<void> {
  if (await isAbandoned(path)) await rm(path);
  await app.listen(path);
  // The proxy is another user, of our group.
  await chmod(path, 0o660);
}

/** The file of a process that was killed is still there, and nobody answers. */
async function isAbandoned(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}
