import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Box, BoxImports, Job, Problem } from '@vm-manager/contracts';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { create, list } from 'tar';
import { DataSource } from 'typeorm';
import { WRITE_LIMIT } from '../../access/auth/write-limit.js';
import { AuditEntryEntity } from '../../access/audit-writing/audit-entry.entity.js';
import { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';
import { Routines } from '../../foundation/database/routines.js';
import { signIn, visit, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { BoxImporter } from './box-importer.js';
import { BoxFetch, isPublic } from './box-fetch.js';
import { BoxStaging } from './box-staging.js';
import { BoxUploads } from './box-uploads.js';
import { StagedCopy } from './staged-copy.js';

const TEMPLATE = 'windows-server';
const PATH = '/api/boxes/uploads';
const TUS = { 'tus-resumable': '1.0.0' };
const PIECE = { ...TUS, 'content-type': 'application/offset+octet-stream' };
const DAY_MS = 24 * 3600_000;

describe('boxes that were made elsewhere', () => {
  let api: TestApi;
  let admin: Visitor;
  let folder: string;
  let box: Buffer;
  let server: Server;
  let asked: (string | undefined)[];
  let queries: string[] = [];
  /** After how many bytes each answer breaks off. */
  let breaks: number[];
  let redirect: string | null;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmm-imports-'));
    await promisify(execFile)('qemu-img', ['create', '-q', '-f', 'qcow2', join(folder, 'box.img'), '40G']);
    await writeFile(join(folder, 'metadata.json'), JSON.stringify({ provider: 'libvirt', format: 'qcow2' }));
    await writeFile(join(folder, 'Vagrantfile'), 'system("touch /tmp/owned")');
    await create({ cwd: folder, file: join(folder, 'a.box'), gzip: true }, [
      ...['metadata.json', 'Vagrantfile', 'box.img'],
    ]);
    box = await readFile(join(folder, 'a.box'));
    server = createServer((request, response) => {
      asked.push(request.headers.range);
      queries.push(request.url ?? '');
      if (redirect) return void response.writeHead(302, { location: redirect }).end();
      const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const rest = box.subarray(start);
      const range = `bytes ${start}-${box.length - 1}/${box.length}`;
      response.writeHead(start > 0 ? 206 : 200, {
        ...{ etag: '"one"', 'content-length': rest.length },
        ...(start > 0 && { 'content-range': range }),
      });
      const end = breaks.shift();
      if (end === undefined) return void response.end(rest);
      response.write(rest.subarray(0, end));
      // What a broken connection still carries may be lost: it breaks when that has arrived.
      void until('the piece is kept', async () => (await keptBytes()) >= start + end).then(() =>
        response.destroy(),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    api = await startApi({ bootMs: 20, env: { VMM_BOX_URL_PRIVATE: 'true' } });
    admin = await signIn(api, 'admin');
  });
  afterAll(async () => {
    await api.stop();
    server.close();
    await rm(folder, { recursive: true });
  });

  const inData = (path: string) => join(api.dataDir, 'data', path);
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.box`;
  const shaOfBox = () => createHash('sha256').update(box).digest('hex');
  async function keptBytes(): Promise<number> {
    const [id = ''] = await staged();
    return (await stat(inData(`box-uploads/${id}`))).size;
  }
  const staged = () => readdir(inData('box-uploads'));
  const begin = (bytes: number, visitor = admin, more: Record<string, string> = {}) =>
    visitor.send('POST', PATH, undefined, { ...TUS, 'upload-length': String(bytes), ...more });
  async function begun(bytes = box.length): Promise<string> {
    const answer = await begin(bytes);
    expect(answer.status).toBe(201);
    return answer.headers.get('location')!;
  }
  const send = (path: string, offset: number, bytes: Buffer, cookie = admin.cookie) =>
    fetch(api.url + path, {
      method: 'PATCH',
      headers: { ...PIECE, cookie, 'upload-offset': String(offset) },
      body: new Uint8Array(bytes),
    });
  async function withFree<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const staging = api.app.get(BoxStaging);
    staging.freeBytes = async () => bytes;
    try {
      return await work();
    } finally {
      staging.freeBytes = BoxStaging.prototype.freeBytes;
    }
  }
  const idOf = (path: string) => path.split('/').at(-1) ?? '';
  const order = (more: object, visitor = admin) =>
    visitor.send('POST', '/api/boxes/import', { templateId: TEMPLATE, ...more });
  async function imported(more: object): Promise<Job> {
    const answer = await order(more);
    expect(answer.status).toBe(202);
    const { id } = (await answer.json()) as Job;
    const now = async () => (await (await admin.get(`/api/jobs/${id}`)).json()) as Job;
    await until('the job ends', async () => (await now()).finishedAt !== null);
    return now();
  }
  const boxes = async () =>
    ((await (await admin.get('/api/boxes')).json()) as Box[]).filter(
      ({ name, sizeBytes }) => name === TEMPLATE && sizeBytes > 0,
    );
  const problemOf = async (answer: Response) => (await answer.json()) as Problem;

  it('are for administrators, and nothing is kept of what others send', async () => {
    const alice = await signIn(api, 'alice');
    const path = `${PATH}/00000000-0000-4000-8000-000000000000`;
    for (const [visitor, status] of [
      [visit(api), 401],
      [alice, 403],
      [await signIn(api, 'prof'), 403],
    ] as const) {
      expect((await begin(10, visitor)).status).toBe(status);
      expect((await send(path, 0, Buffer.from('x'), visitor.cookie)).status).toBe(status);
      expect((await visitor.send('HEAD', path, undefined, TUS)).status).toBe(status);
      expect((await visitor.send('DELETE', path, undefined, TUS)).status).toBe(status);
      expect((await order({ url: 'https://example.org/a.box' }, visitor)).status).toBe(status);
      expect((await visitor.get('/api/boxes/import')).status).toBe(status);
    }
    const foreign = await begin(10, admin, { origin: 'https://evil.example' });
    expect(foreign.status).toBe(403);
    expect(
      (
        await fetch(`${api.url}${PATH}`, {
          method: 'POST',
          body: 'x',
          headers: { ...TUS, cookie: admin.cookie, 'content-type': 'text/plain' },
        })
      ).status,
    ).toBe(415);
    expect(await staged()).toEqual([]);
  });

  it('come in pieces, go on where they stopped, and become a box without what would run on the host', async () => {
    const path = await begun();
    expect((await send(path, 0, box.subarray(0, 100))).status).toBe(204);
    expect((await order({ uploadId: idOf(path) })).status).toBe(409);
    const where = await admin.send('HEAD', path, undefined, TUS);
    expect(where.headers.get('upload-offset')).toBe('100');
    expect(where.headers.get('access-control-allow-origin')).toBeNull();
    expect((await send(path, 7, box.subarray(7))).status).toBe(409);
    const last = await send(path, 100, box.subarray(100));
    expect(last.headers.get('upload-offset')).toBe(String(box.length));
    const job = await imported({ uploadId: idOf(path), sha256: shaOfBox() });
    expect(job).toMatchObject({
      ...{ kind: 'import', state: 'succeeded', problem: null, subject: { kind: 'template', id: TEMPLATE } },
      steps: [
        { name: 'fetch-box', state: 'skipped' },
        { name: 'unpack-box', state: 'done' },
        { name: 'import-box', state: 'done' },
      ],
    });
    expect(await staged()).toEqual([]);
    const [made] = await boxes();
    expect(made).toMatchObject({ state: 'ready', tried: false, images: [{ host: 'demonstration' }] });
    const file = inData(`boxes/${made?.id}.box`);
    const sum = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    expect(made?.sha256).toBe(sum);
    const download = `/api/boxes/${made?.id}/file`;
    expect((await visit(api).get(download)).status).toBe(401);
    const whole = await admin.get(download);
    expect(whole.headers.get('etag')).toBe(`"${sum}"`);
    expect(Buffer.from(await whole.arrayBuffer()).equals(await readFile(file))).toBe(true);
    const part = await admin.get(download, { range: 'bytes=512-1023', 'if-range': `"${sum}"` });
    expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 512]);
    // Without the second, fetch asks for an answer that is not from a cache.
    const known = { 'if-none-match': `"${sum}"`, 'cache-control': 'max-age=0' };
    expect((await admin.get(download, known)).status).toBe(304);
    expect((await admin.get('/api/boxes/none-1.0/file')).status).toBe(404);
    const names: string[] = [];
    let vagrantfile = '';
    await list({
      file,
      onReadEntry: (entry) => {
        names.push(entry.path);
        if (entry.path === 'Vagrantfile') entry.on('data', (chunk) => (vagrantfile += String(chunk)));
      },
    });
    expect(names).toEqual(['metadata.json', 'Vagrantfile', 'box.img']);
    expect(vagrantfile).not.toContain('system');
    const entries = api.app.get(DataSource).getRepository(AuditEntryEntity);
    expect(await entries.findBy({ action: 'template.import-box', objectId: TEMPLATE })).not.toEqual([]);
  });

  it('are copied from the terminal too, and go on where a copy of the same file was broken off', async () => {
    const file = join(folder, 'large.box');
    await writeFile(file, Buffer.alloc(3 * 2 ** 20, 5));
    const copy = new StagedCopy(api.app.get(BoxStaging), api.app.get(AdvisoryLocks));
    const stopping = new AbortController();
    const broken = copy.make(file, { signal: stopping.signal, progress: () => stopping.abort() });
    await expect(broken).rejects.toThrow();
    const shares: number[] = [];
    const progress = (share: number) => void shares.push(share);
    const { signal } = new AbortController();
    await copy.make(file, { signal, progress });
    const id = await copy.make(file, { signal, progress });
    expect(shares.at(-1)).toBe(1);
    expect((await staged()).sort()).toEqual([id, `${id}.json`]);
    expect((await readFile(inData(`box-uploads/${id}`))).equals(await readFile(file))).toBe(true);
    expect((await order({ uploadId: id })).status).toBe(404);
    await writeFile(file, 'another');
    const other = await copy.make(file, { signal, progress });
    expect(other).not.toBe(id);
    for (const each of [id, other]) await api.app.get(BoxStaging).remove(each ?? '');
  });

  it('that are not what was said are refused by a sentence, and nothing is left', async () => {
    const before = await readdir(inData('boxes'));
    const wrong = await begun();
    await send(wrong, 0, box);
    const other = await imported({ uploadId: idOf(wrong), sha256: '0'.repeat(64) });
    expect(other.problem?.detail).toContain('somme de contrôle');
    const noise = await begun(5000);
    await send(noise, 0, Buffer.alloc(5000, 7));
    const job = await imported({ uploadId: idOf(noise) });
    expect(job).toMatchObject({ state: 'failed', problem: { type: '/problems/box-refused' } });
    expect(job.problem?.detail).toContain('archive tar');
    expect(await staged()).toEqual([]);
    expect(await readdir(inData('boxes'))).toEqual(before);
  });

  it('are uploads of one person: nobody else sees, continues, imports or cancels them', async () => {
    const path = await begun();
    const staging = api.app.get(BoxStaging);
    const note = JSON.parse(await readFile(`${staging.file(idOf(path))}.json`, 'utf8'));
    note.metadata.actorId = '00000000-0000-4000-8000-000000000001';
    await writeFile(`${staging.file(idOf(path))}.json`, JSON.stringify(note));
    expect((await admin.send('HEAD', path, undefined, TUS)).status).toBe(404);
    expect((await send(path, 0, box)).status).toBe(404);
    expect((await admin.send('DELETE', path, undefined, TUS)).status).toBe(404);
    expect((await order({ uploadId: idOf(path) })).status).toBe(404);
    await staging.remove(idOf(path));
  });

  it('are refused before they start where they would not fit, or when too many wait, with the numbers', async () => {
    const answer = await begin(200 * 2 ** 30, admin);
    if (answer.status === 201) await api.app.get(BoxStaging).remove(idOf(answer.headers.get('location')!));
    else expect((await problemOf(answer)).detail).toMatch(/204\s800 Mio/);
    expect((await begin(2 ** 50)).status).toBe(413);
    expect((await begin(0)).status).toBe(400);
    const answers = await Promise.all(Array.from({ length: 6 }, () => begin(10)));
    const waiting = answers
      .filter(({ status }) => status === 201)
      .map(({ headers }) => headers.get('location')!);
    expect(waiting).toHaveLength(3);
    const fourth = answers.find(({ status }) => status !== 201)!;
    expect(fourth.status).toBe(409);
    expect((await problemOf(fourth)).detail).toContain('3 envois');
    const withBytes = { method: 'POST', headers: { ...PIECE, cookie: admin.cookie, 'upload-length': '4' } };
    expect((await fetch(api.url + PATH, { ...withBytes, body: 'four' })).status).toBe(400);
    for (const path of waiting) {
      expect((await admin.send('DELETE', path, undefined, TUS)).status).toBe(204);
      expect((await admin.send('HEAD', path, undefined, TUS)).status).toBe(404);
    }
    expect(await staged()).toEqual([]);
  });

  it('that are not finished are listed for who sends them, with what they said of the file', async () => {
    const said = { templateId: TEMPLATE, name: 'maison été.box', modifiedAt: '2026-11-20T08:00:00.000Z' };
    const words = Object.entries(said).map(([key, text]) => `${key} ${Buffer.from(text).toString('base64')}`);
    const actorId = `actorId ${Buffer.from('somebody').toString('base64')}`;
    const answer = await begin(10, admin, { 'upload-metadata': [...words, actorId].join(',') });
    const path = answer.headers.get('location')!;
    await send(path, 0, Buffer.from('four'));
    const list = async () => (await (await admin.get('/api/boxes/import')).json()) as BoxImports;
    expect((await list()).uploads).toEqual([
      { id: idOf(path), ...said, sizeBytes: 10, sentBytes: 4, sentAt: expect.any(String) },
    ]);
    await api.app.get(BoxStaging).remove(idOf(path));
    const silent = await begin(10, admin, { 'upload-metadata': `name ${'a'.repeat(2000)}` });
    expect((await list()).uploads).toMatchObject([{ templateId: null, name: null, modifiedAt: null }]);
    await api.app.get(BoxStaging).remove(idOf(silent.headers.get('location')!));
  });

  it('that are under way, or were the last of their template, are listed with how they ended', async () => {
    const { jobs } = (await (await admin.get('/api/boxes/import')).json()) as BoxImports;
    expect(jobs).toMatchObject([{ kind: 'import', subject: { id: TEMPLATE }, state: 'failed' }]);
    expect(jobs[0]?.problem?.detail).toContain('archive tar');
  });

  it('may have as many pieces as they need, however fast they come', async () => {
    const pieces = WRITE_LIMIT.atOnce + 20;
    const path = await begun(pieces);
    for (let offset = 0; offset < pieces; offset++)
      expect((await send(path, offset, Buffer.from('x'))).status).toBe(204);
    await admin.send('DELETE', path, undefined, TUS);
  });

  it('do not fill a disk that others fill meanwhile: the next piece is refused, with the numbers', async () => {
    const path = await begun();
    await send(path, 0, box.subarray(0, 100));
    const refused = await withFree(0, () => send(path, 100, box.subarray(100)));
    expect(refused.status).toBe(409);
    expect((await problemOf(refused)).detail).toContain('il y en a 0');
    const where = await admin.send('HEAD', path, undefined, TUS);
    expect(where.headers.get('upload-offset')).toBe('100');
    expect((await send(path, 100, box.subarray(100))).status).toBe(204);
    const order409 = await withFree(box.length, () => order({ uploadId: idOf(path) }));
    expect((await problemOf(order409)).detail).toContain('Il manque de la place');
    await admin.send('DELETE', path, undefined, TUS);
  });

  it('for which there is no room in the data folder or in a pool end with the numbers, and leave nothing', async () => {
    [asked, breaks, redirect] = [[], [], null];
    const before = await readdir(inData('boxes'));
    const importer = api.app.get(BoxImporter);
    const context = {
      ...{ jobId: 'job', subject: { kind: 'template', id: TEMPLATE } as const, ownerId: null, host: null },
      ...{ startedAt: new Date(), secrets: { query: '' }, signal: new AbortController().signal },
      ...{ log: () => undefined, progress: () => undefined, result: () => undefined },
      input: { box: TEMPLATE, staged: 'full', url: address(), sha256: null, maxDiskGiB: 120 },
    };
    await symlink('/dev/full', inData('box-uploads/full'));
    await expect(importer.fetch(context)).rejects.toMatchObject({ params: { action: 'box-space' } });
    await importer.tidy(context);
    await writeFile(inData('box-uploads/full'), box);
    const unpacking = withFree(box.length, () => importer.unpack(context));
    await expect(unpacking).rejects.toMatchObject({ params: { action: 'box-space' } });
    await importer.tidy(context);
    expect(await readdir(inData('boxes'))).toEqual(before);

    await writeFile(inData('fake-host/capacity.json'), JSON.stringify({ diskFreeGiB: 0 }));
    const job = await imported({ url: address(), sha256: shaOfBox() });
    await rm(inData('fake-host/capacity.json'));
    expect(job).toMatchObject({ state: 'failed', steps: [{}, { state: 'done' }, { state: 'failed' }] });
    expect(job.problem?.detail).toContain('il y en a 0');
    expect(await readdir(inData('boxes'))).toEqual(before);
    expect(await staged()).toEqual([]);
  });

  it('are forgotten when nobody goes on with them for a day', async () => {
    const [old, young] = [await begun(10), await begun(10)];
    const file = api.app.get(BoxStaging).file(idOf(old));
    const yesterday = new Date(Date.now() - DAY_MS - 60_000);
    await utimes(file, yesterday, yesterday);
    await api.app.get(BoxUploads).removeOld();
    expect((await staged()).sort()).toEqual([idOf(young), `${idOf(young)}.json`].sort());
    await admin.send('DELETE', young, undefined, TUS);
  });

  it('go on beside an upload whose note a kill or a full disk cut off; what is left of one goes after a day too', async () => {
    const path = await begun(10);
    const note = inData(`box-uploads/${idOf(path)}.json`);
    const orphan = inData('box-uploads/00000000-0000-4000-8000-000000000002');
    await Promise.all([writeFile(note, '{"id"'), writeFile(orphan, '')]);
    expect((await admin.get('/api/boxes/import')).status).toBe(200);
    expect((await admin.send('HEAD', path, undefined, TUS)).status).toBe(404);
    const other = await begun(10);
    const yesterday = new Date(Date.now() - DAY_MS - 60_000);
    for (const file of [note, api.app.get(BoxStaging).file(idOf(path)), orphan])
      await utimes(file, yesterday, yesterday);
    await api.app.get(BoxUploads).removeOld();
    expect((await staged()).sort()).toEqual([idOf(other), `${idOf(other)}.json`].sort());
    await admin.send('DELETE', other, undefined, TUS);
  });

  it('are not forgotten while their import waits for its turn, however long the portal was off', async () => {
    const path = await begun(4);
    await send(path, 0, Buffer.from('four'));
    const [held, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const locks = api.app.get(AdvisoryLocks);
    const holding = locks.hold(`box-upload:${idOf(path)}`, new AbortController().signal, async () => {
      held.resolve();
      await over.promise;
    });
    await held.promise;
    const ordered = await order({ uploadId: idOf(path) });
    expect(ordered.status).toBe(202);
    const { id } = (await ordered.json()) as Job;
    // As it is before any worker has taken the job.
    const free = { holdIfFree: (_: string, work: () => Promise<void>) => work() } as unknown as AdvisoryLocks;
    const { app } = api;
    const uploads = new BoxUploads(app.get(BoxStaging), free, app.get(Routines), app.get(DataSource));
    await uploads.removeOld(Date.now() + 2 * DAY_MS);
    expect(await staged()).toContain(idOf(path));
    over.resolve();
    await holding;
    await until('the job ends', async () => {
      const job = (await (await admin.get(`/api/jobs/${id}`)).json()) as Job;
      return job.finishedAt !== null;
    });
  });

  it('at an address are fetched, go on after breaks by ranges, and need a checksum without TLS', async () => {
    [asked, queries, breaks, redirect] = [[], [], [50, 60], null];
    const without = await order({ url: address() });
    expect(without.status).toBe(409);
    expect((await problemOf(without)).detail).toContain('SHA-256');
    expect((await order({ url: 'file:///etc/passwd' })).status).toBe(400);
    const job = await imported({ url: `${address()}?sig=c1e-secrete`, sha256: shaOfBox().toUpperCase() });
    expect(job).toMatchObject({ state: 'succeeded', problem: null });
    expect(asked).toEqual([undefined, 'bytes=50-', 'bytes=110-']);
    // What is after the question mark may be the key to it: it was sent, and is written down nowhere.
    expect(queries).toEqual(Array.from({ length: 3 }, () => '/a.box?sig=c1e-secrete'));
    expect(await (await admin.get(`/api/jobs/${job.id}/log`)).text()).not.toContain('secrete');
    const { manager } = api.app.get(DataSource);
    expect(JSON.stringify(await manager.find(AuditEntryEntity))).not.toContain('secrete');
    expect(await manager.findOneBy(JobEntity, { id: job.id })).toMatchObject({
      ...{ input: expect.objectContaining({ url: address() }), sealedSecrets: null },
    });
    expect(await staged()).toEqual([]);
  });

  it('are not fetched from the internal network unless that is allowed, not by a redirect either', async () => {
    [asked, breaks, redirect] = [[], [], null];
    const fetching = new BoxFetch({ boxUrlPrivate: false });
    const file = join(folder, 'fetched');
    const { signal } = new AbortController();
    const options = { file, maxBytes: 10 ** 9, signal, progress: () => undefined };
    const port = (server.address() as AddressInfo).port;
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])
      await expect(fetching.fetch(`http://${host}:${port}/`, options)).rejects.toMatchObject({
        ...{ code: 'box-not-fetched', params: { why: 'private' } },
      });
    expect(asked).toEqual([]);
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    redirect = 'ftp://127.0.0.1/';
    await expect(new BoxFetch({ boxUrlPrivate: true }).fetch(address(), options)).rejects.toMatchObject({
      params: { why: 'redirect' },
    });
    redirect = address();
    await expect(new BoxFetch({ boxUrlPrivate: true }).fetch(address(), options)).rejects.toMatchObject({
      params: { why: 'redirect' },
    });
    redirect = null;
    await expect(
      new BoxFetch({ boxUrlPrivate: true }).fetch(address(), { ...options, maxBytes: 10 }),
    ).rejects.toMatchObject({ params: { why: 'too-large' } });
  });

  it.each([
    ['8.8.8.8', true],
    ['10.1.2.3', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['2002:7f00:1::', false],
    ['2606:4700::1111', true],
  ])('%s is an address of the internet: %s', (one, expected) => {
    expect(isPublic(one)).toBe(expected);
  });
});
