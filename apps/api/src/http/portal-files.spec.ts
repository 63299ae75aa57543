import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servePortal } from './portal-files.js';

@Module({})
class NothingElse {}

describe('the portal', () => {
  let folder: string;
  let app: NestExpressApplication;
  let url: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmm-portal-'));
    await mkdir(join(folder, 'media'));
    await writeFile(join(folder, 'index.html'), '<title>VM Manager</title>');
    await writeFile(join(folder, 'main-A1B2C3D4.js'), '1');
    await writeFile(join(folder, 'favicon.ico'), '1');
    app = await NestFactory.create<NestExpressApplication>(NothingElse, { logger: false });
    servePortal(app, folder);
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });

  it.each(['/', '/vms', '/vms/web1.lan/console', '/apis'])(
    'shows its page at %s, always fresh',
    async (path) => {
      const answer = await fetch(url + path);
      expect(await answer.text()).toContain('VM Manager');
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('lets browsers keep what has a hash in its name', async () => {
    expect((await fetch(`${url}/main-A1B2C3D4.js`)).headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${url}/favicon.ico`)).headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/api', '/api/nothing', '/old-12345678.js', '/media/missing.woff2'])(
    'has no page at %s',
    async (path) => {
      expect((await fetch(url + path)).status).toBe(404);
    },
  );
});
