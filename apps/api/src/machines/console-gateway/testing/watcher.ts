import type { Duplex } from 'node:stream';
import { converse } from '../rfb/converse.js';
import { Encoding } from '../rfb/encoding.js';
import { RED_FIRST, writePixelFormat } from '../rfb/pixel-format.js';
import { SeenPicture } from './seen-picture.js';

const LIMIT_MS = 20_000;

/** A client that watches a screen, from ServerInit on. */
export class Watcher {
  readonly seen = new SeenPicture();

  constructor(readonly screen: Duplex) {}

  /** The name of the screen. */
  async begin(
    encodings: readonly number[] = [Encoding.Tight, Encoding.DesktopSize, Encoding.Cursor],
  ): Promise<string> {
    const name = await converse(this.screen, this.seen.init(), AbortSignal.timeout(LIMIT_MS));
    this.screen.write(Buffer.concat([Buffer.alloc(4), writePixelFormat(RED_FIRST)]));
    const message = Buffer.alloc(4 + 4 * encodings.length);
    message.writeUInt8(2);
    message.writeUInt16BE(encodings.length, 2);
    encodings.forEach((encoding, index) => message.writeInt32BE(encoding, 4 + 4 * index));
    this.screen.write(message);
    return name;
  }

  ask({ isIncremental }: { isIncremental: boolean }): void {
    const request = Buffer.alloc(10);
    request.set([3, isIncremental ? 1 : 0]);
    request.writeUInt16BE(this.seen.width, 6);
    request.writeUInt16BE(this.seen.height, 8);
    this.screen.write(request);
  }

  /** Reads one update. */
  read(): Promise<void> {
    return converse(this.screen, this.seen.update(), AbortSignal.timeout(LIMIT_MS));
  }

  async seeAll(): Promise<void> {
    this.ask({ isIncremental: false });
    await this.read();
  }

  async seeChange(): Promise<void> {
    this.ask({ isIncremental: true });
    await this.read();
  }
}
