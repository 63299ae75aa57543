import { signal } from '@angular/core';
import type { Upload } from 'tus-js-client';

/** Each is a request of its own, that ends long before any proxy loses patience (docs/fr/installation.md). */
const PIECE_BYTES = 8 * 2 ** 20;
/** After a broken connection; from the last one on, until it works or is cancelled. */
const RETRY_MS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000, 30_000, 30_000, 30_000];

/** A file on its way, that can rest and goes on where it stopped, even after the page was closed. */
export class BoxUpload {
  readonly percent = signal(0);
  readonly isPaused = signal(false);
  readonly isBroken = signal(false);
  private upload: Upload | undefined;
  private fail: (error: unknown) => void = () => undefined;
  private end: (id: string | null) => void = () => undefined;

  constructor(readonly file: File) {}

  /** Resolves with its id when all is there, with null when it was cancelled. */
  async send(): Promise<string | null> {
    const { Upload } = await import('tus-js-client');
    const over = new Promise<string | null>((resolve, reject) => {
      this.end = resolve;
      this.fail = reject;
    });
    const upload = new Upload(this.file, {
      endpoint: '/api/boxes/uploads',
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_MS,
      removeFingerprintOnSuccess: true,
      onProgress: (sent, total) => {
        this.isBroken.set(false);
        this.percent.set(Math.floor((100 * sent) / total));
      },
      onShouldRetry: (error) => {
        const status = error.originalResponse?.getStatus() ?? 0;
        // What was refused stays refused.
        const isPassing = status === 0 || status >= 500 || status === 409 || status === 423;
        this.isBroken.set(isPassing);
        return isPassing && !(error.originalRequest.getMethod() === 'POST' && status === 409);
      },
      onError: (error) => this.fail(error),
      onSuccess: () => this.end(upload.url?.split('/').at(-1) ?? null),
    });
    this.upload = upload;
    const [former] = await upload.findPreviousUploads();
    if (former) upload.resumeFromPreviousUpload(former);
    upload.start();
    return over;
  }

  async pause(): Promise<void> {
    this.isPaused.set(true);
    await this.upload?.abort();
  }

  goOn(): void {
    this.isPaused.set(false);
    this.upload?.start();
  }

  async cancel(): Promise<void> {
    this.end(null);
    await this.upload?.abort(true);
  }
}
