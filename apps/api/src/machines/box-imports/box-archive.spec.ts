import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Header } from 'tar';
import { takeImage } from './box-archive.js';
import { checkImage } from './image-check.js';

const MIB = 2 ** 20;
const METADATA = JSON.stringify({ provider: 'libvirt', format: 'qcow2', virtual_size: 1 });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-archive-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Entry = [
  path: string,
  content: string | Buffer,
  more?: { type?: 'Link' | 'SymbolicLink' | 'CharacterDevice' | 'BlockDevice' | 'FIFO'; linkpath?: string },
];

/** As somebody would write it who means no good: the library's own writer refuses most of it. */
function tarOf(entries: readonly Entry[]): Buffer {
  const blocks = entries.flatMap(([path, content, more]) => {
    const body = Buffer.from(content as string);
    const head = Buffer.alloc(512);
    new Header({ path, size: body.length, mode: 0o644, type: 'File', ...more }).encode(head);
    return [head, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const boxOf = (more: readonly Entry[] = [], metadata = METADATA) =>
  tarOf([
    ['metadata.json', metadata],
    ['Vagrantfile', 'system("touch /tmp/owned")'],
    ...more,
    ['box.img', 'image'],
  ]);

async function take(archive: Buffer, { maxBytes = 10 * MIB } = {}): Promise<string> {
  await writeFile(join(folder, 'a.box'), archive);
  const image = join(folder, 'box.img');
  const { signal } = new AbortController();
  await takeImage(join(folder, 'a.box'), image, { maxBytes, signal, progress: () => undefined });
  return readFile(image, 'utf8');
}
const refused = (why: string) => ({ code: 'box-refused', params: expect.objectContaining({ why }) });

describe('an archive that somebody gives', () => {
  it.each([
    ['as it is', boxOf()],
    ['compressed', gzipSync(boxOf())],
    [
      'of a folder',
      tarOf([
        ['./metadata.json', METADATA],
        ['./box.img', 'image'],
      ]),
    ],
  ])('gives its image and nothing else: %s', async (_, archive) => {
    expect(await take(archive)).toBe('image');
  });

  it.each<[what: string, why: string, archive: () => Buffer]>([
    ['a path upwards', 'entry-path', () => boxOf([['../../etc/cron.d/x', 'x']])],
    ['a path upwards in the middle', 'entry-path', () => boxOf([['a/../../x', 'x']])],
    ['an absolute path', 'entry-path', () => boxOf([['/etc/passwd', 'x']])],
    ["another system's path", 'entry-path', () => boxOf([['C:\\x', 'x']])],
    [
      'a symbolic link as image',
      'entry-kind',
      () =>
        tarOf([
          ['metadata.json', METADATA],
          ['box.img', '', { type: 'SymbolicLink', linkpath: '/etc/shadow' }],
        ]),
    ],
    ['a hard link', 'entry-kind', () => boxOf([['x', '', { type: 'Link', linkpath: '/etc/shadow' }]])],
    ['a character device', 'entry-kind', () => boxOf([['x', '', { type: 'CharacterDevice' }]])],
    ['a block device', 'entry-kind', () => boxOf([['x', '', { type: 'BlockDevice' }]])],
    ['a named pipe', 'entry-kind', () => boxOf([['x', '', { type: 'FIFO' }]])],
    ['many files', 'many-entries', () => boxOf(Array.from({ length: 100 }, (_, i): Entry => [`f${i}`, 'x']))],
    ['much beside the image', 'entry-other', () => boxOf([['film', Buffer.alloc(17 * MIB)]])],
    [
      'an image too large',
      'too-large',
      () =>
        tarOf([
          ['metadata.json', METADATA],
          ['box.img', Buffer.alloc(11 * MIB)],
        ]),
    ],
    ['another provider', 'provider', () => boxOf([], JSON.stringify({ provider: 'virtualbox' }))],
    ['another format', 'format', () => boxOf([], JSON.stringify({ provider: 'libvirt', format: 'raw' }))],
    [
      'several disks',
      'disks',
      () => boxOf([], JSON.stringify({ provider: 'libvirt', disks: [{ path: 'box_1.img' }] })),
    ],
    ['metadata that is no JSON', 'metadata', () => boxOf([], 'provider: libvirt')],
    ['no metadata', 'metadata', () => tarOf([['box.img', 'image']])],
    ['no image', 'no-image', () => tarOf([['metadata.json', METADATA]])],
    ['two images', 'no-image', () => boxOf([['./box.img', 'other']])],
    ['no archive at all', 'no-archive', () => Buffer.from('hello '.repeat(1000))],
    ['an empty file', 'no-archive', () => Buffer.alloc(0)],
    [
      'an archive cut off',
      'no-archive',
      () =>
        tarOf([
          ['metadata.json', METADATA],
          ['box.img', Buffer.alloc(MIB)],
        ]).subarray(0, MIB / 2),
    ],
    ['a compressed archive cut off', 'no-archive', () => gzipSync(boxOf()).subarray(0, 100)],
  ])('is refused when it has %s', async (_, why, archive) => {
    await expect(take(archive())).rejects.toMatchObject(refused(why));
  });

  it('is refused when it unpacks to many times its size', async () => {
    const zeros = gzipSync(
      tarOf([
        ['metadata.json', METADATA],
        ['box.img', Buffer.alloc(80 * MIB)],
      ]),
    );
    await expect(take(zeros, { maxBytes: 1024 * MIB })).rejects.toMatchObject(refused('bomb'));
  });

  it('whose head announces more than may be kept is refused before it is written', async () => {
    const head = Buffer.alloc(512);
    new Header({ path: 'box.img', size: 2 ** 40, mode: 0o644, type: 'File' }).encode(head);
    const archive = Buffer.concat([tarOf([['metadata.json', METADATA]]).subarray(0, 1024), head]);
    await expect(take(archive)).rejects.toMatchObject(refused('too-large'));
    await expect(stat(join(folder, 'box.img'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('with a head of gigabytes costs no memory', async () => {
    const head = Buffer.alloc(512);
    new Header({ path: 'PaxHeader', size: 2 ** 33, mode: 0o644, type: 'ExtendedHeader' }).encode(head);
    await expect(take(Buffer.concat([head, Buffer.alloc(MIB)]))).rejects.toMatchObject(refused('entry-kind'));
  });
});

describe('an image that somebody gives', () => {
  const qemuImg = (...args: string[]) => promisify(execFile)('qemu-img', args);
  const image = () => join(folder, 'box.img');
  const check = () => checkImage(image(), { maxGiB: 20 });

  it('is taken when it stands alone, with the size of its disk', async () => {
    await qemuImg('create', '-q', '-f', 'qcow2', image(), '3G');
    expect(await check()).toBe(3 * 2 ** 30);
  });

  it.each<[what: string, why: string, args: () => string[]]>([
    [
      'stands on a file of the host',
      'outside',
      () => ['create', '-q', '-f', 'qcow2', '-b', '/etc/hostname', '-F', 'raw', '-u', image(), '1G'],
    ],
    [
      'keeps its data in a file of the host',
      'outside',
      () => [
        'create',
        '-q',
        '-f',
        'qcow2',
        '-o',
        `data_file=${join(folder, 'x.raw')},data_file_raw=on`,
        image(),
        '1G',
      ],
    ],
    [
      'is larger than machines may have',
      'virtual-size',
      () => ['create', '-q', '-f', 'qcow2', image(), '30G'],
    ],
    [
      'is larger than any disk',
      'virtual-size',
      () => ['create', '-q', '-f', 'qcow2', '-o', 'cluster_size=2M', image(), '30P'],
    ],
    ['is raw', 'not-qcow2', () => ['create', '-q', '-f', 'raw', image(), '1M']],
    ['is a VMDK', 'not-qcow2', () => ['create', '-q', '-f', 'vmdk', image(), '1G']],
  ])('is refused when it %s', async (_, why, args) => {
    await qemuImg(...args());
    await expect(check()).rejects.toMatchObject(refused(why));
  });

  it.each([
    ['has snapshots', 'features', 60, [0, 0, 0, 1]],
    ['is encrypted', 'encrypted', 32, [0, 0, 0, 1]],
    ['needs what nobody knows', 'features', 72, [0x80, 0, 0, 0, 0, 0, 0, 0]],
    ['says itself that it is damaged', 'broken', 72, [0, 0, 0, 0, 0, 0, 0, 2]],
    ['has a table that leads nowhere', 'broken', 40, [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 1]],
  ])('is refused when it %s', async (_, why, at, bytes) => {
    await qemuImg('create', '-q', '-f', 'qcow2', image(), '1G');
    const file = await open(image(), 'r+');
    await file.write(Buffer.from(bytes), 0, bytes.length, at);
    await file.close();
    await expect(check()).rejects.toMatchObject(refused(why));
  });

  it('of nothing is refused', async () => {
    await writeFile(image(), '');
    await expect(check()).rejects.toMatchObject(refused('not-qcow2'));
  });
});
