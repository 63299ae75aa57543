import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BoxImports, Job } from '@vm-manager/contracts';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  statfs,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { create } from 'tar';
import type { ApiProcess } from '../support/api-process.js';
import { eventually, within } from '../support/eventually.js';
import { Installation } from '../support/installation.js';
import { json, signIn, type Visitor } from '../support/visitor.js';

const run = promisify(execFile);
const MINUTES = 60_000;
const MIB = 2 ** 20;
const TEMPLATE = 'windows-server';
const PATH = '/api/boxes/uploads';
const TUS = { 'tus-resumable': '1.0.0' };
/** 2 GiB of it stay free for the database and the machines (BoxStaging). */
const DISK_MIB = 2800;

let installation: Installation;
let api: ApiProcess;
let admin: Visitor;
let small: string;
let box: Buffer;
let half: number;
let server: Server;
let answers: ServerResponse[] = [];
const env = { VMM_BOX_URL_PRIVATE: 'true' };

beforeAll(async () => {
  installation = await Installation.make();
  small = join(installation.folder, 'small');
  const disk = join(installation.folder, 'disk.img');
  await mkdir(small);
  await writeFile(disk, '');
  await truncate(disk, DISK_MIB * MIB);
  await run('mkfs.ext4', ['-q', '-m', '0', disk]);
  await run('mount', ['-o', 'loop', disk, small]);
  for (const name of ['box-uploads', 'boxes']) {
    await mkdir(join(small, name));
    await symlink(join(small, name), join(installation.dataDir, name));
  }
  const work = join(installation.folder, 'work');
  await mkdir(work);
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', join(work, 'box.img'), '40G']);
  await appendFile(join(work, 'box.img'), randomBytes(60 * MIB));
  await writeFile(join(work, 'metadata.json'), JSON.stringify({ provider: 'libvirt', format: 'qcow2' }));
  const file = join(installation.folder, 'a.box');
  await create({ cwd: work, file }, ['metadata.json', 'box.img']);
  box = await readFile(file);
  half = Math.floor(box.length / 2);
  server = createServer((_, answer) => {
    answer.writeHead(200, { 'content-length': box.length, etag: '"one"' });
    answer.write(box.subarray(0, half));
    answers.push(answer);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  api = await installation.start(env);
  admin = await signIn(api, 'admin');
}, 5 * MINUTES);

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await api.interrupt();
  await run('umount', [small]);
  await installation.dispose();
}, 2 * MINUTES);

/** Others' files, until so much is left. */
async function fillUntil(leftMiB: number): Promise<void> {
  const { bavail, bsize } = await statfs(small);
  await run('fallocate', ['-l', String(bavail * bsize - leftMiB * MIB), join(small, 'others')]);
}
const othersGo = () => rm(join(small, 'others'));
const begin = (bytes: number) =>
  admin.send('POST', PATH, undefined, { ...TUS, 'upload-length': String(bytes) });
const send = (path: string, offset: number, bytes: Buffer) =>
  fetch(api.url + path, {
    method: 'PATCH',
    headers: {
      ...TUS,
      'content-type': 'application/offset+octet-stream',
      ...{ cookie: admin.cookie, 'upload-offset': String(offset) },
    },
    body: new Uint8Array(bytes),
  });
const order = async (more: object) =>
  Job.parse(
    await json(await admin.send('POST', '/api/boxes/import', { templateId: TEMPLATE, ...more }), 202),
  );
async function nothingIsLeft(): Promise<void> {
  expect(await readdir(join(small, 'box-uploads'))).toEqual([]);
  expect(await readdir(join(small, 'boxes'))).toEqual([]);
}

it('a box that cannot fit is refused before a byte of it is sent, with the numbers', async () => {
  const answer = await begin(1000 * MIB);
  expect(answer.status).toBe(409);
  expect(((await answer.json()) as { detail: string }).detail).toContain('1000 Mio');
  await nothingIsLeft();
});

it('an upload is refused at the piece for which others have left no room, goes on when there is some, and its import ends clean', async () => {
  const path = (await begin(box.length)).headers.get('location') ?? '';
  expect((await send(path, 0, box.subarray(0, half))).status).toBe(204);
  await fillUntil(2048);
  const refused = await send(path, half, box.subarray(half));
  expect(refused.status).toBe(409);
  expect(((await refused.json()) as { detail: string }).detail).toContain('Il manque de la place');
  await othersGo();
  expect((await send(path, half, box.subarray(half))).status).toBe(204);

  await api.interrupt();
  api = await installation.start({ ...env, VMM_TEST_KILL_AT: 'import:unpack-box:before' });
  admin = admin.at(api);
  const uploadId = path.split('/').at(-1);
  // It may die before it has answered.
  await order({ uploadId }).catch(() => undefined);
  await within(MINUTES, 'the API kills itself before it unpacks', api.exit);
  await fillUntil(2048);
  api = await installation.start(env);
  admin = admin.at(api);
  const { jobs } = BoxImports.parse(await json(await admin.get('/api/boxes/import'), 200));
  const job = await admin.ended(jobs[0]?.id ?? '');
  expect(job.state).toBe('failed');
  expect(job.problem?.detail).toMatch(/il faut \d+ Mio libres .* il y en a \d+/);
  await othersGo();
  await nothingIsLeft();
});

it('a download that fills the disk to the last byte ends with the numbers, and nothing is left', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.box`;
  const sha256 = createHash('sha256').update(box).digest('hex');
  const { id } = await order({ url, sha256 });
  await eventually('half of it is there', async () => {
    const [name = ''] = await readdir(join(small, 'box-uploads'));
    return (await stat(join(small, 'box-uploads', name))).size === half;
  });
  await fillUntil(1);
  answers[0]?.end(box.subarray(half));
  const job = await admin.ended(id);
  expect(job.state).toBe('failed');
  expect(job.problem?.detail).toMatch(/il faut \d+ Mio libres .* il y en a 0/);
  await othersGo();
  await nothingIsLeft();
  answers = [];
});
