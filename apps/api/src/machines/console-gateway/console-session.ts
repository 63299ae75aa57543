import type { Duplex } from 'node:stream';
import type { BrowserStream } from './browser-stream.js';
import { Closing } from './closing.js';
import { connectToScreen } from './connect-to-screen.js';
import type { ConsoleScreens } from './console-screens.js';
import { inputNotice } from './input-notice.js';
import type { LiveConsole } from './open-consoles.js';
import { relay } from './relay.js';
import { converse } from './rfb/converse.js';
import { handshakeWithBrowser } from './rfb/handshake-with-browser.js';
import { RfbError } from './rfb/rfb-error.js';
import type { SharedScreens } from './screen-fan-out/shared-screens.js';
import { unlessAborted } from '../../foundation/waiting/unless-aborted.js';

const HANDSHAKE_LIMIT = 10_000;
/** For a reader who is still busy with the last picture of a screen that has gone. */
const FLUSH_LIMIT = 2_000;

type Screens = Pick<ConsoleScreens, 'screenOf' | 'whyGone'>;
/** Whoever controls has the socket of a connection of their own; whoever watches shares one. */
type ShownScreen = Duplex & { bytesRead: number; bytesWritten: number };

/** Everything between the upgrade and the close of one console. Never rejects: it ends by closing. */
export class ConsoleSession {
  constructor(
    private readonly browser: BrowserStream,
    private readonly console: LiveConsole,
    private readonly noticedInput: () => void,
    private readonly handshakeLimit = HANDSHAKE_LIMIT,
  ) {}

  async run(screens: Screens, shared: Pick<SharedScreens, 'watch'>): Promise<void> {
    const { browser, console } = this;
    const end = () => browser.closeNow(console.closing ?? Closing.Finished);
    if (console.signal.aborted) return end();
    console.signal.addEventListener('abort', end);
    browser.once('close', () => console.close(Closing.Finished));
    const screen = await this.reach(screens, shared);
    if (!screen) return;
    console.joinTo(screen);
    console.signal.addEventListener('abort', () => screen.destroy());
    if (await this.welcome()) await this.show(screen, screens);
    screen.destroy();
  }

  private async reach(
    screens: Screens,
    shared: Pick<SharedScreens, 'watch'>,
  ): Promise<ShownScreen | undefined> {
    const { vmId, mode } = this.console.grant;
    try {
      const limit = this.limit();
      if (mode === 'view') return await shared.watch(vmId, limit);
      return await connectToScreen(await unlessAborted(screens.screenOf(vmId), limit), limit);
    } catch {
      this.console.close(await this.whyGone(screens, Closing.ScreenUnavailable));
      return undefined;
    }
  }

  private async welcome(): Promise<boolean> {
    const limit = this.limit();
    try {
      await converse(this.browser, handshakeWithBrowser(), limit);
      return !this.console.signal.aborted;
    } catch {
      this.console.close(limit.aborted ? Closing.TimedOut : Closing.NotUnderstood);
      return false;
    }
  }

  private async show(screen: ShownScreen, screens: Screens): Promise<void> {
    const { browser, console } = this;
    await relay(browser, console.grant.mode === 'view' ? [] : [inputNotice(this.noticedInput)], screen);
    if (screen.errored instanceof RfbError) console.close(Closing.NotUnderstood);
    const why = await this.whyGone(screens, Closing.ScreenGone);
    if (!console.signal.aborted) browser.closeAfterFlush(why, FLUSH_LIMIT);
  }

  /** A database that is away knows no better. */
  private whyGone(screens: Screens, otherwise: Closing): Promise<Closing> {
    return screens.whyGone(this.console.grant.vmId, otherwise).catch(() => otherwise);
  }

  private limit(): AbortSignal {
    return AbortSignal.any([this.console.signal, AbortSignal.timeout(this.handshakeLimit)]);
  }
}
