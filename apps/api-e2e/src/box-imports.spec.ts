import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Box, Job } from '@vm-manager/contracts';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { create } from 'tar';
import type { ApiProcess } from './support/api-process.js';
import { vmm } from './support/command.js';
import { eventually, within } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

const TEMPLATE = 'windows-server';
const env = { VMM_BOX_URL_PRIVATE: 'true' };
const PATH = '/api/boxes/uploads';
const TUS = { 'tus-resumable': '1.0.0' };
const PIECE = { ...TUS, 'content-type': 'application/offset+octet-stream' };

let installation: Installation;
let api: ApiProcess;
let admin: Visitor;
let file: string;
let box: Buffer;
let sum: string;
let server: Server;
/** How much of the box the address gives before it falls silent; all of it when null. */
let silentAfter: number | null = null;
let goOn: () => void;
const ranges: (string | undefined)[] = [];

beforeAll(async () => {
  installation = await Installation.make();
  const work = join(installation.folder, 'work');
  await mkdir(work);
  await promisify(execFile)('qemu-img', ['create', '-q', '-f', 'qcow2', join(work, 'box.img'), '40G']);
  await writeFile(join(work, 'metadata.json'), JSON.stringify({ provider: 'libvirt', format: 'qcow2' }));
  file = join(installation.folder, 'a.box');
  await create({ cwd: work, file }, ['metadata.json', 'box.img']);
  box = await readFile(file);
  sum = createHash('sha256').update(box).digest('hex');
  server = createServer(({ headers }, answer) => {
    ranges.push(headers.range);
    answer.writeHead(200, { 'content-length': box.length, etag: '"one"' });
    if (silentAfter === null) return void answer.end(box);
    const there = silentAfter;
    answer.write(box.subarray(0, there));
    goOn = () => void answer.end(box.subarray(there));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  api = await installation.start(env);
  admin = await signIn(api, 'admin');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await installation.dispose();
});

async function killed(): Promise<void> {
  await api.kill();
  api = await installation.start(env);
  admin = admin.at(api);
}

const inData = (path: string) => join(installation.dataDir, path);
const staged = () => readdir(inData('box-uploads'));
const filesOfBoxes = () => readdir(inData('boxes')).catch(() => []);
const sizeOf = async (id: string) => (await stat(inData(`box-uploads/${id}`)).catch(() => null))?.size ?? 0;
const boxes = async () =>
  z
    .array(Box)
    .parse(await json(await admin.get('/api/boxes'), 200))
    .filter(({ name, sizeBytes }) => name === TEMPLATE && sizeBytes > 0);
const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.box`;
const order = async (more: object) =>
  Job.parse(
    await json(await admin.send('POST', '/api/boxes/import', { templateId: TEMPLATE, ...more }), 202),
  );

describe('the import of a box', () => {
  it('of a file goes on where it was when the API is killed in the middle of a piece', async () => {
    const begun = await admin.send('POST', PATH, undefined, { ...TUS, 'upload-length': String(box.length) });
    const path = begun.headers.get('location') ?? '';
    const id = path.split('/').at(-1) ?? '';
    const sent = 100_000;
    const piece = request(`${api.url}${path}`, {
      method: 'PATCH',
      headers: { ...PIECE, cookie: admin.cookie, 'upload-offset': '0', 'content-length': box.length },
    });
    piece.on('error', () => undefined);
    piece.write(box.subarray(0, sent));
    await eventually('the first part is kept', async () => (await sizeOf(id)) === sent);
    await killed();
    const where = await admin.send('HEAD', path, undefined, TUS);
    expect(where.headers.get('upload-offset')).toBe(String(sent));
    const rest = await fetch(`${api.url}${path}`, {
      method: 'PATCH',
      headers: { ...PIECE, cookie: admin.cookie, 'upload-offset': String(sent) },
      body: new Uint8Array(box.subarray(sent)),
    });
    expect(rest.status).toBe(204);
    const { id: jobId } = await order({ uploadId: id, sha256: sum });
    expect(await admin.ended(jobId)).toMatchObject({ state: 'succeeded', problem: null });
    expect(await boxes()).toHaveLength(1);
    expect(await staged()).toEqual([]);
  });

  it('from an address begins anew when the API is killed meanwhile, and makes one box', async () => {
    silentAfter = 100_000;
    const { id } = await order({ url: address(), sha256: sum });
    await eventually('the first part is there', async () => {
      const [name = ''] = await staged();
      return (await sizeOf(name)) === silentAfter;
    });
    silentAfter = null;
    await killed();
    expect(await admin.ended(id)).toMatchObject({ state: 'succeeded', problem: null });
    expect(ranges).toEqual([undefined, undefined]);
    expect(await boxes()).toHaveLength(2);
    expect(await staged()).toEqual([]);
  });

  it('that is given up leaves nothing', async () => {
    const before = await filesOfBoxes();
    silentAfter = 100_000;
    const { id } = await order({ url: address(), sha256: sum });
    await eventually('the first part is there', async () => (await staged()).length === 1);
    await json(await admin.send('POST', `/api/jobs/${id}/cancel`), 200);
    expect(await admin.ended(id)).toMatchObject({ state: 'cancelled' });
    silentAfter = null;
    expect(await staged()).toEqual([]);
    expect(await filesOfBoxes()).toEqual(before);
  });

  it('at the terminal says how far it is, and is the same job', async () => {
    const before = await boxes();
    const { code, said, stderr } = await vmm(installation, [
      'boxes',
      'import',
      TEMPLATE,
      file,
      '--sha256',
      sum,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(said).toContain('100 % copying it');
    expect(said).toContain('It is imported');
    expect(await boxes()).toHaveLength(before.length + 1);
    expect(await staged()).toEqual([]);
    const audit = await (await admin.get('/api/audit?action=template.import-box')).text();
    expect(audit).toContain('"terminal"');
  });

  it('at the terminal takes an address, and says in a sentence why not', async () => {
    const fetched = await vmm(installation, ['boxes', 'import', TEMPLATE, address(), '--sha256', sum]);
    expect(fetched).toMatchObject({ code: 0, stderr: '' });
    const unsafe = await vmm(installation, ['boxes', 'import', TEMPLATE, address()]);
    expect(unsafe.code).toBe(1);
    expect(unsafe.said).toContain('SHA-256');
    const other = await vmm(installation, ['boxes', 'import', TEMPLATE, file, '--sha256', '0'.repeat(64)]);
    expect(other.code).toBe(1);
    expect(other.said).toContain('checksum');
    expect(await staged()).toEqual([]);
  });

  it('that is killed at step after step ends with one box that is whole', async () => {
    const before = await boxes();
    await api.interrupt();
    api = await installation.start({
      ...env,
      VMM_TEST_KILL_AT: 'import:fetch-box:after',
    });
    admin = admin.at(api);
    // It has answered before it dies.
    silentAfter = 1;
    const { id } = await order({ url: address(), sha256: sum });
    await eventually('the first part is there', async () => (await staged()).length === 1);
    silentAfter = null;
    goOn();
    await within(60_000, 'the API kills itself', api.exit);
    const dying = installation.spawn({ ...env, VMM_TEST_KILL_AT: 'import:unpack-box:after' });
    expect(await within(60_000, 'it kills itself again', dying.exit)).toMatchObject({ signal: 'SIGKILL' });
    await killed();
    expect(await admin.ended(id)).toMatchObject({ state: 'succeeded', progress: 100 });
    expect(await boxes()).toHaveLength(before.length + 1);
    expect(await staged()).toEqual([]);
    expect((await filesOfBoxes()).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
