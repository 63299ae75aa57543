import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toConfiguration } from '../config/configuration.js';
import { DatabaseServer } from './database-server.js';
import { isServing, readPostmaster } from './embedded/postmaster-file.js';

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'vmm-server-'))));
afterAll(() => rm(folder, { recursive: true }));

it('closes a server that was still opening when a start failed elsewhere', async () => {
  const { environment } = toConfiguration({ VMM_DATA_DIR: folder, NODE_ENV: 'test' }, folder);
  const opening = DatabaseServer.open(environment);
  await DatabaseServer.closeAll();
  await opening;
  const server = await readPostmaster(join(folder, 'postgres'));
  expect(server && (await isServing(server.pid, join(folder, 'postgres')))).toBeFalsy();
});
