import { signal } from '@angular/core';
import { BOX_PIECE_BYTES, type UnfinishedUpload } from '@vm-manager/contracts';
import type { Upload } from 'tus-js-client';

const UPLOADS = '/api/boxes/uploads';

/** After a broken connection; from the last one on, until it works or is cancelled. */
const RETRY_MS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 30_000, 30_000, 30_000, 30_000, 30_000];

/** As far as a browser lets one say: whether an upload is of this file. */
export function isOf({ name, sizeBytes, modifiedAt }: UnfinishedUpload, file: File): boolean {
  return name === file.name && sizeBytes === file.size && modifiedAt === changeOf(file);
}

const changeOf = ({ lastModified }: File) => new Date(lastModified).toISOString();

/** A file on its way, that can rest and goes on where it stopped, even after the page was closed. */
export class BoxUpload {
  readonly percent = signal(0);
  readonly isPaused = signal(false);
  readonly isBroken = signal(false);
  private upload: Upload | undefined;
  private fail: (error: unknown) => void = () => undefined;
  private end: (id: string | null) => void = () => undefined;

  /** `former` is an upload of the same file that was not finished. */
  constructor(
    readonly file: File,
    private readonly templateId: string,
    private readonly former?: UnfinishedUpload,
  ) {}

  /** Resolves with its id when all is there, with null when it was cancelled. */
  async send(): Promise<string | null> {
    const { Upload } = await import('tus-js-client');
    const over = new Promise<string | null>((resolve, reject) => {
      this.end = resolve;
      this.fail = reject;
    });
    const { file, templateId, former } = this;
    const upload = new Upload(file, {
      ...(former ? { uploadUrl: `${UPLOADS}/${former.id}` } : { endpoint: UPLOADS }),
      metadata: { templateId, name: file.name, modifiedAt: changeOf(file) },
      chunkSize: BOX_PIECE_BYTES,
      retryDelays: RETRY_MS,
      // The server knows what is not finished.
      storeFingerprintForResuming: false,
      // With it, the library would begin anew when a proxy answers that we are away.
      onUploadUrlAvailable: () => {
        upload.options.endpoint = null;
      },
      onProgress: (sent, total) => {
        this.isBroken.set(false);
        this.percent.set(Math.floor((100 * sent) / total));
      },
      onShouldRetry: ({ originalResponse: answer }) => {
        const status = answer?.getStatus() ?? 0;
        // What was refused stays refused; tus says 409 of a piece that does not follow.
        const isRefusal = answer?.getHeader('content-type')?.startsWith('application/problem+json') ?? false;
        const isPassing = status === 0 || status >= 500 || status === 423 || (status === 409 && !isRefusal);
        this.isBroken.set(isPassing);
        return isPassing;
      },
      onError: (error) => this.fail(error),
      onSuccess: () => this.end(upload.url?.split('/').at(-1) ?? null),
    });
    this.upload = upload;
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
