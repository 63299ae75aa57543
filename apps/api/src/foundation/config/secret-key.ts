import { randomBytes, scryptSync } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secrets } from './secrets.js';

const LONG_ENOUGH = 32;
const KEY_FILE = 'secret.key';

export interface RootKeys {
  keys: [Buffer, ...Buffer[]];
  /** Names of variables whose value is too short to be a key by itself. */
  stretched: string[];
}

/** The keys from which all others derive: the configured one, or one made once in the data folder. */
export async function rootKeys(dataDir: string, secrets: Secrets): Promise<RootKeys> {
  const [current, ...previous] = (await keyTexts(dataDir, secrets)).map(toKey);
  if (!current) throw new Error('No secret key');
  const stretched = Object.entries({
    SECRET_KEY: secrets.secretKey,
    SECRET_KEY_PREVIOUS: secrets.previousSecretKey,
  }).flatMap(([name, text]) => (text !== null && text.length < LONG_ENOUGH ? [name] : []));
  return { keys: [current, ...previous], stretched };
}

/** As they were written: the one that seals, then those that still open. */
export async function keyTexts(dataDir: string, secrets: Secrets): Promise<string[]> {
  const stored = secrets.secretKey ? await readKeyFile(dataDir) : await ensureKeyFile(dataDir);
  // A key file from before SECRET_KEY was set still opens what it sealed.
  return [secrets.secretKey, stored, secrets.previousSecretKey].filter((text) => text !== null);
}

/** A short key is stretched, so that guessing it costs memory and time. */
function toKey(text: string): Buffer {
  return text.length < LONG_ENOUGH
    ? scryptSync(text, 'vm-manager', 32, { N: 2 ** 15, maxmem: 2 ** 26 })
    : Buffer.from(text);
}

async function readKeyFile(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(join(dataDir, KEY_FILE), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Puts the key of a backup in the place of the one that is there; what SECRET_KEY says still comes before it. */
export async function replaceKeyFile(dataDir: string, text: string): Promise<void> {
  await rename(await draftKeyFile(dataDir, text), join(dataDir, KEY_FILE));
}

async function draftKeyFile(dataDir: string, text: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = join(dataDir, `${KEY_FILE}.${randomBytes(6).toString('hex')}`);
  const file = await open(draft, 'wx', 0o600);
  await file.writeFile(`${text}\n`);
  await file.sync();
  await file.close();
  return draft;
}

async function ensureKeyFile(dataDir: string): Promise<string> {
  const existing = await readKeyFile(dataDir);
  if (existing !== null) return existing;
  const draft = await draftKeyFile(dataDir, randomBytes(32).toString('base64url'));
  try {
    // A link never replaces: of two processes that start at once, one key wins and both read it.
    await link(draft, join(dataDir, KEY_FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft);
  }
  return ensureKeyFile(dataDir);
}
