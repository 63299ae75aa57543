import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureSocketDir } from './socket-dir.js';

let dataDir: string;
let usual: string;
const made: string[] = [];

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vmm-socket-'));
  made.push(folder);
  dataDir = join(folder, 'd'.repeat(120));
  await mkdir(dataDir);
  const digest = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  usual = join(tmpdir(), `vmm-pg-${digest}`);
  made.push(usual);
});
afterEach(async () => {
  for (const path of made.splice(0)) await rm(path, { recursive: true, force: true });
});

it('is a short folder that only we can enter, always the same', async () => {
  expect(await ensureSocketDir(dataDir)).toBe(usual);
  expect(await ensureSocketDir(dataDir)).toBe(usual);
  expect((await stat(usual)).mode & 0o777).toBe(0o700);
});

it.each([
  ['a link', () => symlink(tmpdir(), usual)],
  ['a file', () => writeFile(usual, '')],
])('where %s stands in its place, it is another one, the same from then on', async (_, occupy) => {
  await occupy();
  const other = await ensureSocketDir(dataDir);
  made.push(other);
  expect(other).not.toBe(usual);
  expect((await stat(other)).mode & 0o777).toBe(0o700);
  expect(await ensureSocketDir(dataDir)).toBe(other);
});
