import { createHmac, hkdfSync, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { BackupError } from './backup-error.js';

/** 128 MiB and half a second for each guess (RFC 7914). */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };
const stretch = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);

/** Whoever has the passphrase has all keys of a backup; each has a salt of its own, so that no file fits into another one. */
export class BackupKey {
  private constructor(
    private readonly root: Buffer,
    readonly salt: string,
  ) {}

  static async of(passphrase: string, salt = randomBytes(16).toString('base64url')): Promise<BackupKey> {
    const text = passphrase.normalize('NFC');
    return new BackupKey(await stretch(text, Buffer.from(salt, 'base64url'), 32, COST), salt);
  }

  /** Rejects when the passphrase is not the one that `check` was made with. */
  static async opening({ salt, check }: { salt: string; check: string }, passphrase: string) {
    const key = await BackupKey.of(passphrase, salt);
    if (!isEqual(key.check, check)) throw new BackupError('The passphrase is not the one of this backup.');
    return key;
  }

  /** Tells the right passphrase from a wrong one. */
  get check(): string {
    return this.derive('check').toString('base64url');
  }

  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.root, 'vm-manager-backup', purpose, 32));
  }

  /** Proves that a text is as it was written by someone who knows the passphrase. */
  mark(text: string): string {
    return createHmac('sha256', this.derive('manifest')).update(text).digest('base64url');
  }

  isMarked(text: string, mark: string): boolean {
    return isEqual(this.mark(text), mark);
  }
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
