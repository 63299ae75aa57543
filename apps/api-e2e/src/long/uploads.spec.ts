import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Box, BOX_PIECE_BYTES, Job } from '@vm-manager/contracts';
import { execFile } from 'node:child_process';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { create, list } from 'tar';
import { Upload } from 'tus-js-client';
import * as z from 'zod';
import type { ApiProcess } from '../support/api-process.js';
import { freePort } from '../support/free-port.js';
import { Installation } from '../support/installation.js';
import { json, signIn, type Visitor } from '../support/visitor.js';
import { ProductNginx } from './product-nginx.js';

const MINUTES = 60_000;
const MIB = 2 ** 20;
const BYTES = 3 * 1024 * MIB;
const TEMPLATE = 'windows-server';
/** How much has passed when each thing happens. */
const BREAKS = { line: BYTES * 0.21, proxy: BYTES * 0.48, api: BYTES * 0.77 };

let installation: Installation;
let api: ApiProcess;
let admin: Visitor;
let nginx: ProductNginx;
let line: Line;
let file: string;
const sums = { box: '', image: '' };
const env = () => ({ HOST: join(installation.folder, 'api.sock') });

beforeAll(async () => {
  installation = await Installation.make();
  file = join(installation.folder, 'large.box');
  await makeBox();
  const proxy = join(installation.folder, 'nginx');
  await mkdir(proxy);
  const port = await freePort();
  nginx = await ProductNginx.make(proxy, { port, socket: env().HOST });
  api = await installation.start(env());
  await nginx.start();
  line = await Line.to(port);
  admin = await signIn(line, 'admin');
}, 10 * MINUTES);
afterAll(async () => {
  line.close();
  await nginx.kill();
  await installation.dispose();
}, 2 * MINUTES);

/** An image of 3 GiB that no two parts of are alike: a piece in a wrong place would show. */
async function makeBox(): Promise<void> {
  const work = join(installation.folder, 'work');
  await mkdir(work);
  const image = join(work, 'box.img');
  await promisify(execFile)('qemu-img', ['create', '-q', '-f', 'qcow2', image, '40G']);
  const noise = createCipheriv('aes-128-ctr', randomBytes(16), randomBytes(16));
  const zeros = Readable.from(repeated(Buffer.alloc(MIB), BYTES / MIB));
  await pipeline(zeros, noise, createWriteStream(image, { flags: 'a' }));
  await writeFile(join(work, 'metadata.json'), JSON.stringify({ provider: 'libvirt', format: 'qcow2' }));
  await create({ cwd: work, file }, ['metadata.json', 'box.img']);
  [sums.box, sums.image] = await Promise.all([sumOf(createReadStream(file)), sumOf(createReadStream(image))]);
  await rm(work, { recursive: true });
}

function* repeated(chunk: Buffer, times: number) {
  for (let count = 0; count < times; count++) yield chunk;
}

async function sumOf(bytes: AsyncIterable<Uint8Array> | NodeJS.ReadableStream): Promise<string> {
  const sum = createHash('sha256');
  await pipeline(bytes, sum);
  return sum.digest('hex');
}

/** Between the client and nginx; can be cut when so many bytes have passed. */
class Line {
  passed = 0;
  private due: { bytes: number; happen: () => void } | undefined;
  private readonly open = new Set<{ destroy(): void }>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async to(port: number): Promise<Line> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const line = new Line(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('connection', (near) => {
      const far = connect(port, '127.0.0.1');
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        line.open.add(one);
        one
          .on('error', () => undefined)
          .on('close', () => {
            line.open.delete(one);
            other.destroy();
          });
      }
      near.on('data', (chunk) => line.count(chunk.length));
      near.pipe(far).pipe(near);
    });
    return line;
  }

  /** Resolves when so many bytes have passed. */
  at(bytes: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.due = { bytes, happen: resolve };
    return promise;
  }

  cut(): void {
    for (const each of this.open) each.destroy();
  }

  close(): void {
    this.server.close();
    this.cut();
  }

  private count(bytes: number): void {
    this.passed += bytes;
    if (!this.due || this.passed < this.due.bytes) return;
    this.due.happen();
    this.due = undefined;
  }
}

/** As the portal sends it; `url` is where an earlier page left off. */
function upload(url?: string) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const sent = new Upload(createReadStream(file) as never, {
    ...(url ? { uploadUrl: url } : { endpoint: `${line.url}/api/boxes/uploads` }),
    headers: { cookie: admin.cookie },
    chunkSize: BOX_PIECE_BYTES,
    uploadSize: null,
    retryDelays: Array.from({ length: 60 }, () => 500),
    onShouldRetry: () => true,
    onError: reject,
    onSuccess: () => resolve(),
  });
  sent.start();
  return { sent, ended: promise };
}

it(
  'a box of 3 GiB comes through nginx, broken off three times, and is equal',
  async () => {
    const size = (await stat(file)).size;
    const began = performance.now();
    const cut = line.at(BREAKS.line);
    const first = upload();
    await cut;
    // The line breaks, and the page is closed: whoever comes back has the same file and the address.
    line.cut();
    await first.sent.abort();
    const url = first.sent.url ?? '';
    const id = url.split('/').at(-1) ?? '';
    expect((await stat(join(installation.dataDir, 'box-uploads', id))).size).toBeGreaterThan(0);
    const proxyDies = line.at(BREAKS.proxy);
    const second = upload(url);
    await proxyDies;
    await nginx.kill();
    await nginx.start();
    await line.at(BREAKS.api);
    await api.kill();
    api = await installation.start(env());
    await second.ended;
    const uploaded = performance.now();
    // Nothing was sent twice but what was under way when it broke, and the heads of the requests.
    expect(line.passed).toBeLessThan(size * 1.001 + 3 * BOX_PIECE_BYTES);

    const order = { templateId: TEMPLATE, uploadId: id, sha256: sums.box };
    const answer = await json(await admin.send('POST', '/api/boxes/import', order), 202);
    const job = await admin.ended(Job.parse(answer).id, { within: 10 * MINUTES });
    expect(job).toMatchObject({ state: 'succeeded', problem: null });
    const imported = performance.now();

    const boxes = z.array(Box).parse(await json(await admin.get('/api/boxes'), 200));
    const made = boxes.find(({ name, sizeBytes }) => name === TEMPLATE && sizeBytes > 0);
    const path = join(installation.dataDir, 'boxes', `${made?.id}.box`);
    const images: Promise<string>[] = [];
    await list({
      file: path,
      onReadEntry: (entry) => {
        if (entry.path === 'box.img') images.push(sumOf(entry as never));
      },
    });
    expect(await Promise.all(images)).toEqual([sums.image]);
    const downloaded = await admin.get(`/api/boxes/${made?.id}/file`);
    expect(await sumOf(Readable.fromWeb(downloaded.body as never))).toBe(made?.sha256);
    expect(await readdir(join(installation.dataDir, 'box-uploads'))).toEqual([]);
    const seconds = (from: number, to: number) => Math.round((to - from) / 100) / 10;
    console.log(
      `${size} bytes: sent in ${seconds(began, uploaded)} s (${line.passed - size} bytes more than the file), ` +
        `imported in ${seconds(uploaded, imported)} s, read back in ${seconds(imported, performance.now())} s`,
    );
  },
  20 * MINUTES,
);
