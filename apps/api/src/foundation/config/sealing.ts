import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 1;
const KEY_ID_LENGTH = 8;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;
const HEADER_LENGTH = 1 + KEY_ID_LENGTH + NONCE_LENGTH + TAG_LENGTH;

/** `unknown-key`: sealed with a key that we no longer have; `damaged`: changed since, or for another purpose. */
export class SealingError extends Error {
  override readonly name = 'SealingError';
  constructor(
    readonly reason: 'unknown-key' | 'damaged',
    options?: ErrorOptions,
  ) {
    super(`Sealed text cannot be opened: ${reason}`, options);
  }
}

/** Seals what may not lie in clear text in the database. The first root key seals, all of them open. */
export class Sealing {
  private readonly roots: { id: Buffer; key: Buffer }[];

  constructor([current, ...previous]: [Buffer, ...Buffer[]]) {
    this.roots = [current, ...previous].map((key) => ({
      id: derived(key, 'key-id').subarray(0, KEY_ID_LENGTH),
      key,
    }));
  }

  seal(purpose: string, plaintext: string | Buffer): Buffer {
    const { id, key } = this.current();
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv('aes-256-gcm', derived(key, `seal:${purpose}`), nonce);
    const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), id, nonce, cipher.getAuthTag(), body]);
  }

  open(purpose: string, sealed: Buffer): Buffer {
    if (sealed.length < HEADER_LENGTH || sealed[0] !== VERSION) throw new SealingError('damaged');
    const id = sealed.subarray(1, 1 + KEY_ID_LENGTH);
    const root = this.roots.find((candidate) => candidate.id.equals(id));
    if (!root) throw new SealingError('unknown-key');
    const nonce = sealed.subarray(1 + KEY_ID_LENGTH, 1 + KEY_ID_LENGTH + NONCE_LENGTH);
    const decipher = createDecipheriv('aes-256-gcm', derived(root.key, `seal:${purpose}`), nonce);
    decipher.setAuthTag(sealed.subarray(HEADER_LENGTH - TAG_LENGTH, HEADER_LENGTH));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(HEADER_LENGTH)), decipher.final()]);
    } catch (error) {
      throw new SealingError('damaged', { cause: error });
    }
  }

  /** 32 bytes that only this installation can compute, always the same for one purpose and key. */
  derive(purpose: string): Buffer {
    return derived(this.current().key, `derive:${purpose}`);
  }

  private current() {
    const [current] = this.roots;
    if (!current) throw new Error('Sealing needs a root key');
    return current;
  }
}

function derived(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'vm-manager', purpose, 32));
}
