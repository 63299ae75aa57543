import { open } from 'node:fs/promises';
import * as z from 'zod';
import { run } from '../../foundation/child-process/run.js';
import { RefusedBox } from './refused-box.js';

const GIB = 2 ** 30;
const HEADER_BYTES = 104;
const CORRUPT = 1n << 1n;
const DATA_FILE = 1n << 2n;
/** Dirty, compression type, extended L2 entries: what QEMU opens by itself. */
const KNOWN = (1n << 0n) | CORRUPT | DATA_FILE | (1n << 3n) | (1n << 4n);
const ASK_MS = 30_000;
const LIMITS = ['--as=1073741824', '--cpu=20', '--fsize=0'];

const ImageInfo = z.object({
  format: z.literal('qcow2'),
  'virtual-size': z.number(),
  'backing-filename': z.never().optional(),
  'full-backing-filename': z.never().optional(),
  encrypted: z.literal(false).optional(),
  'format-specific': z.object({
    data: z.object({ 'data-file': z.never().optional(), corrupt: z.literal(false).optional() }),
  }),
});

/** That an image stands on nothing but itself, before QEMU opens what it names; resolves with its disk's size. */
export async function checkImage(path: string, { maxGiB }: { maxGiB: number }): Promise<number> {
  const bytes = await mustStandAlone(path);
  if (bytes > maxGiB * GIB)
    throw new RefusedBox('virtual-size', { size: Math.ceil(bytes / GIB), limit: maxGiB });
  try {
    const command = [...LIMITS, 'qemu-img', 'info', '--output=json', '-f', 'qcow2', path];
    const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' };
    const lines: string[] = [];
    await run('prlimit', command, { env, timeoutMs: ASK_MS, onLine: (line) => lines.push(line) });
    return ImageInfo.parse(JSON.parse(lines.join('\n')))['virtual-size'];
  } catch (cause) {
    throw new RefusedBox('broken', {}, { cause });
  }
}

/** By its header (QEMU's docs/interop/qcow2): programs that only describe an image have read files that it names. */
async function mustStandAlone(path: string): Promise<number> {
  const file = await open(path);
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
    if (bytesRead < 72 || header.toString('latin1', 0, 4) !== 'QFI\xfb') throw new RefusedBox('not-qcow2');
    const version = header.readUInt32BE(4);
    if (version !== 2 && version !== 3) throw new RefusedBox('not-qcow2');
    if (header.readBigUInt64BE(8) !== 0n || header.readUInt32BE(16) !== 0) throw new RefusedBox('outside');
    if (header.readUInt32BE(60) !== 0) throw new RefusedBox('features');
    if (header.readUInt32BE(32) !== 0) throw new RefusedBox('encrypted');
    const features = version === 3 ? header.readBigUInt64BE(72) : 0n;
    if (features & DATA_FILE) throw new RefusedBox('outside');
    if (features & CORRUPT) throw new RefusedBox('broken');
    if (features & ~KNOWN) throw new RefusedBox('features');
    return Number(header.readBigUInt64BE(24));
  } finally {
    await file.close();
  }
}
