import { Injectable } from '@nestjs/common';
import { unlessAborted } from '../../../foundation/waiting/unless-aborted.js';
import { connectToScreen } from '../connect-to-screen.js';
import { ConsoleScreens } from '../console-screens.js';
import { ScreenSource } from './screen-source.js';
import { WatchedScreen } from './watched-screen.js';

const OPENING_LIMIT = 10_000;

interface SharedScreen {
  readonly source: Promise<ScreenSource>;
  readonly closing: AbortController;
  watchers: number;
}

/** The screens that somebody watches in this process: each is opened once, however many look, and closed with the last of them. */
@Injectable()
export class SharedScreens {
  private readonly shared = new Map<string, SharedScreen>();

  constructor(private readonly screens: ConsoleScreens) {}

  get count(): number {
    return this.shared.size;
  }

  /** To be destroyed by whoever watches. Rejects when the VM shows no screen, or with the signal's reason. */
  async watch(vmId: string, signal: AbortSignal): Promise<WatchedScreen> {
    const shared = this.shared.get(vmId) ?? this.open(vmId);
    shared.watchers += 1;
    const leave = () => {
      shared.watchers -= 1;
      if (shared.watchers === 0) this.close(vmId, shared);
    };
    try {
      return new WatchedScreen(await unlessAborted(shared.source, signal), leave);
    } catch (cause) {
      leave();
      throw cause;
    }
  }

  private open(vmId: string): SharedScreen {
    const closing = new AbortController();
    const source = this.connect(vmId, closing.signal);
    const shared = { source, closing, watchers: 0 };
    this.shared.set(vmId, shared);
    // Whoever comes after its end opens it anew.
    const over = () => this.close(vmId, shared);
    source.then(({ ended }) => ended).then(over, over);
    return shared;
  }

  private close(vmId: string, shared: SharedScreen): void {
    if (this.shared.get(vmId) === shared) this.shared.delete(vmId);
    shared.closing.abort();
  }

  private async connect(vmId: string, closing: AbortSignal): Promise<ScreenSource> {
    const limit = AbortSignal.any([closing, AbortSignal.timeout(OPENING_LIMIT)]);
    const socket = await connectToScreen(await unlessAborted(this.screens.screenOf(vmId), limit), limit);
    closing.addEventListener('abort', () => socket.destroy());
    try {
      closing.throwIfAborted();
      return await ScreenSource.open(socket, limit);
    } catch (cause) {
      socket.destroy();
      throw cause;
    }
  }
}
