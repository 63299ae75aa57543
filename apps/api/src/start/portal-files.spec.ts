import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { RefusedWrites } from '../foundation/database/refused-writes.js';
import { servePortal } from './portal-files.js';
import { ProblemFilter } from '../foundation/http/problem.filter.js';

const PART = 'export const part = "of the portal";'.repeat(40);

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
    await writeFile(join(folder, '.former-parts.json'), '{}');
    await writeFile(join(folder, 'portal-A1B2C3D4.js'), PART);
    await writeFile(join(folder, 'portal-A1B2C3D4.js.br'), brotliCompressSync(PART));
    await writeFile(join(folder, 'portal-A1B2C3D4.js.gz'), gzipSync(PART));
    app = await NestFactory.create<NestExpressApplication>(NothingElse, { logger: false });
    app.useGlobalFilters(new ProblemFilter(new RefusedWrites()));
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

  it.each(['/', '/vms', '/index.html'])('answers HEAD of %s like GET, without the body', async (path) => {
    const [head, get] = [await fetch(url + path, { method: 'HEAD' }), await fetch(url + path)];
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    for (const name of ['content-length', 'content-type', 'etag', 'cache-control'])
      expect(head.headers.get(name)).toBe(get.headers.get(name));
  });

  it.each([
    [{ range: 'bytes=99999999-' }, 416, 'range-not-satisfiable'],
    [{ range: 'bytes=5000-6000' }, 416, 'range-not-satisfiable'],
    [{ 'if-match': '"x"' }, 412, 'precondition-failed'],
    [{ 'if-match': 'W/"x", "y"' }, 412, 'precondition-failed'],
    [{ 'if-unmodified-since': 'Mon, 01 Jan 1990 00:00:00 GMT' }, 412, 'precondition-failed'],
  ])(
    'says what cannot be had with %j, of a page and of a file, to be kept by nobody',
    async (headers, status, code) => {
      for (const path of ['/', '/vms', '/index.html', '/main-A1B2C3D4.js']) {
        const answer = await fetch(url + path, { headers });
        expect(answer.status).toBe(status);
        expect(answer.headers.get('cache-control')).toBe('no-store');
        expect(await answer.json()).toMatchObject({ type: `/problems/${code}`, status });
      }
    },
  );

  it('gives the part that was asked for, or all that is meant by a condition that holds', async () => {
    const part = await fetch(`${url}/index.html`, { headers: { range: 'bytes=0-5' } });
    expect([part.status, await part.text()]).toEqual([206, '<title']);
    const etag = part.headers.get('etag')!;
    expect((await fetch(`${url}/vms`, { headers: { 'if-match': etag } })).status).toBe(200);
    expect(
      (await fetch(`${url}/vms`, { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } }))
        .status,
    ).toBe(304);
  });

  it('answers an address that no one can read, as such', async () => {
    for (const path of ['/%zz', '/%', '/vms/%E0%A4%A']) {
      const answer = await fetch(url + path);
      expect([200, 400, 404]).toContain(answer.status);
    }
  });

  it('lets browsers keep what has a hash in its name', async () => {
    expect((await fetch(`${url}/main-A1B2C3D4.js`)).headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${url}/favicon.ico`)).headers.get('cache-control')).toBe('no-cache');
  });

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['identity', null],
    ['gzip;q=0', null],
    ['*;q=0, identity', null],
    ['nonsense', null],
    ['', null],
  ])('gives what was compressed at build time to whoever takes it: %j', async (accepted, encoding) => {
    const answer = await fetch(`${url}/portal-A1B2C3D4.js`, { headers: { 'accept-encoding': accepted } });
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('vary')).toContain('Accept-Encoding');
    expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(answer.headers.get('cache-control')).toContain('immutable');
    expect(await answer.text()).toBe(PART);
  });

  it('tells the forms of a file apart, and answers HEAD, conditions and ranges for each', async () => {
    const ask = (headers: Record<string, string>, method = 'GET') =>
      fetch(`${url}/portal-A1B2C3D4.js`, { method, headers });
    const [br, plain] = [
      await ask({ 'accept-encoding': 'br' }, 'HEAD'),
      await ask({ 'accept-encoding': 'identity' }, 'HEAD'),
    ];
    expect(br.headers.get('content-length')).toBe(String(brotliCompressSync(PART).length));
    expect(plain.headers.get('content-length')).toBe(String(PART.length));
    expect(br.headers.get('etag')).not.toBe(plain.headers.get('etag'));
    const etag = br.headers.get('etag')!;
    const again = { 'accept-encoding': 'br', 'if-none-match': etag, 'cache-control': 'max-age=0' };
    expect((await ask(again)).status).toBe(304);
    const part = await ask({ 'accept-encoding': 'identity', range: 'bytes=0-5' });
    expect([part.status, await part.text()]).toEqual([206, 'export']);
    expect((await ask({ 'accept-encoding': 'br', range: 'bytes=99999-' })).status).toBe(416);
  });

  it('keeps to itself which parts are former ones', async () => {
    expect((await fetch(`${url}/.former-parts.json`)).status).toBe(404);
  });

  it.each(['/api', '/api/nothing', '/old-12345678.js', '/media/missing.woff2'])(
    'has no page at %s',
    async (path) => {
      expect((await fetch(url + path)).status).toBe(404);
    },
  );
});
