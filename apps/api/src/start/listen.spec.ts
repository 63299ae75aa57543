import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainFailure } from './explain-failure.js';
import { listen } from './listen.js';

@Module({})
class NothingModule {}

describe('on a Unix socket', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vmm-listen-'));
  const socketPath = join(folder, 'api.sock');
  const place = { host: socketPath, port: 3000, socketPath };
  const apps: INestApplication[] = [];
  afterEach(async () => void (await Promise.all(apps.splice(0).map((app) => app.close()))));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function open(at = place): Promise<INestApplication> {
    const app = await NestFactory.create(NothingModule, { logger: false });
    apps.push(app);
    await listen(app, at);
    return app;
  }
  const statusAt = (path: string) =>
    new Promise<number | undefined>((resolve, reject) =>
      request({ socketPath, path }, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end(),
    );

  it('answers there, for its user and group', async () => {
    await open();
    expect(await statusAt('/')).toBe(404);
    expect(statSync(socketPath).mode & 0o777).toBe(0o660);
  });

  it('takes the place of a process that was killed', async () => {
    const killed = `require('net').createServer().listen(${JSON.stringify(socketPath)}, () => process.kill(process.pid, 'SIGKILL'))`;
    expect(spawnSync(process.execPath, ['-e', killed], { env: {} }).signal).toBe('SIGKILL');
    expect(statSync(socketPath).isSocket()).toBe(true);
    await open();
    expect(await statusAt('/')).toBe(404);
  });

  it('leaves a process alone that answers there, and says where', async () => {
    await open();
    const failure: unknown = await open().catch((error: unknown) => error);
    expect(explainFailure(failure).message).toContain(`Cannot listen on ${socketPath} (EADDRINUSE)`);
    expect(await statusAt('/')).toBe(404);
  });

  it('says where the folder is missing', async () => {
    const elsewhere = join(folder, 'not-there/api.sock');
    const failure: unknown = await open({ ...place, host: elsewhere, socketPath: elsewhere }).catch(
      (error: unknown) => error,
    );
    expect(explainFailure(failure).message).toContain(`${elsewhere} (EACCES)`);
  });
});
