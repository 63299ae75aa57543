import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/server';
import type { AdvisoryLocks } from '../../foundation/database/advisory-locks.js';

/** A client that lost its connection comes back before we notice that it was gone. */
const PATIENCE_MS = 30_000;

/** Who begins an upload holds this, so that of several each counts the others. */
export const BEGINNING = 'box-upload-begins';

/** Who writes to an upload or reads it holds this. */
export const uploadLock = (id: string) => `box-upload:${id}`;

/** One request at a time for each upload, in all processes of the API. */
export class UploadLocker implements Locker {
  private readonly releases = new Map<string, RequestRelease>();

  constructor(private readonly locks: AdvisoryLocks) {}

  newLock(id: string): Lock {
    const over = Promise.withResolvers<void>();
    let holding: Promise<void> | undefined;
    return {
      lock: async (signal, requestRelease) => {
        // Another process finds out by itself that a connection is dead, within a minute.
        await this.releases.get(id)?.();
        const held = Promise.withResolvers<void>();
        const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
        holding = this.locks.hold(uploadLock(id), patience, async (lost) => {
          this.releases.set(id, requestRelease);
          lost.addEventListener('abort', () => void requestRelease(), { once: true });
          held.resolve();
          await over.promise;
          this.releases.delete(id);
        });
        holding.catch(() => held.reject(ERRORS.ERR_LOCK_TIMEOUT));
        await held.promise;
      },
      unlock: async () => {
        over.resolve();
        await holding;
      },
    };
  }
}
