import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import { domainOpenConsole, domainScreenshot } from '../protocol/device-procedures.js';
import { domainSendKey } from '../protocol/domain-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';
import { collect } from '../streams/collect.js';
import type { RpcStream } from '../streams/rpc-stream.js';
import type { DomainConsoleFlag } from './domain-flags.js';

export interface Screenshot {
  /** `image/png` from QEMU 7.1 on, `image/x-portable-pixmap` before. */
  readonly mimeType: string;
  readonly image: Buffer;
}

/** A guest decides what its screen shows: a picture of 8,192 x 8,192 pixels without compression has four times this. */
const MAX_PICTURE_BYTES = 64 * 2 ** 20;

// virKeycodeSet
const KEYCODE_SET = { linux: 0, xt: 1, atset1: 2, atset2: 3, atset3: 4, usb: 7, win32: 8, qnum: 9 } as const;
export type KeycodeSet = keyof typeof KEYCODE_SET;

/** What a person in front of the machine would see and type. */
export const domainScreen = (rpc: RpcChannel) => ({
  /** The picture on `screen` (0 is the first) of a running domain. The time-out counts once for the call and once for the picture. */
  async screenshot(domain: DomainRef, screen = 0, options?: CallOptions): Promise<Screenshot> {
    const { result, stream } = await rpc.openStream(
      domainScreenshot,
      { domain, screen, flags: 0 },
      'read',
      options,
    );
    return {
      mimeType: result.mimeType ?? 'application/octet-stream',
      image: await collect(stream, 'domainScreenshot', { ...options, maxBytes: MAX_PICTURE_BYTES }),
    };
  },

  /**
   * The serial console (`device` is an alias such as `serial0`; null is the first) as a Duplex: `end()` or `destroy()` leaves it.
   * Give consoles a connection of their own: one that nobody reads holds up every other call on its connection.
   */
  async openConsole(
    domain: DomainRef,
    device: string | null = null,
    flags: DomainConsoleFlag = 0,
    options?: CallOptions,
  ): Promise<RpcStream> {
    return (await rpc.openStream(domainOpenConsole, { domain, device, flags }, 'both', options)).stream;
  },

  /** Presses all keys (at most 16) together for `holdMs`, then lets go. */
  sendKey(
    domain: DomainRef,
    keycodes: number[],
    { codeset = 'linux', holdMs = 0 }: { codeset?: KeycodeSet; holdMs?: number } = {},
    options?: CallOptions,
  ): Promise<void> {
    return rpc.call(
      domainSendKey,
      { domain, codeset: KEYCODE_SET[codeset], holdTime: holdMs, keycodes, flags: 0 },
      options,
    );
  },
});
