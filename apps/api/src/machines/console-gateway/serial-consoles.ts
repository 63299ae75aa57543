import { once } from 'node:events';
import { Injectable } from '@nestjs/common';
import { SerialInput } from '../serial-lines/serial-input.js';
import { SerialOutput } from '../serial-lines/serial-output.js';
import type { BrowserStream } from './browser-stream.js';
import { Closing } from './closing.js';
import { ConsoleScreens } from './console-screens.js';
import type { LiveConsole } from './open-consoles.js';

/** For a reader who is still busy with the last that a machine said. */
const FLUSH_LIMIT = 2_000;

/** Serial lines in browsers: everyone reads, whoever came last in control writes, and a watcher's bytes go nowhere. */
@Injectable()
export class SerialConsoles {
  constructor(
    private readonly output: SerialOutput,
    private readonly input: SerialInput,
    private readonly screens: ConsoleScreens,
  ) {}

  /** Everything between the upgrade and the close of one console. Never rejects: it ends by closing. */
  async serve(browser: BrowserStream, console: LiveConsole, noticedInput: () => void): Promise<void> {
    const end = () => browser.closeNow(console.closing ?? Closing.Finished);
    if (console.signal.aborted) return end();
    console.signal.addEventListener('abort', end);
    browser.once('close', () => console.close(Closing.Finished));
    const traffic = { bytesRead: 0, bytesWritten: 0 };
    console.joinTo(traffic);
    await Promise.all([
      this.show(browser, console, traffic).catch(() => console.close(Closing.ScreenUnavailable)),
      this.take(browser, console, { traffic, noticedInput }).catch(() =>
        console.close(Closing.ScreenUnavailable),
      ),
    ]);
  }

  /** What is kept, then what comes. A slow reader misses what was forgotten meanwhile, and nothing waits for it here. */
  private async show(
    browser: BrowserStream,
    console: LiveConsole,
    traffic: { bytesRead: number },
  ): Promise<void> {
    const { vmId } = console.grant;
    let isOver = false;
    let wake: () => void = () => undefined;
    const reader = {
      more: () => wake(),
      ended: () => {
        isOver = true;
        wake();
      },
    };
    const unfollow = this.output.follow(vmId, reader);
    console.signal.addEventListener('abort', () => wake());
    try {
      let position = 0;
      while (!console.signal.aborted) {
        const woken = new Promise<void>((resolve) => (wake = resolve));
        const wasOver = isOver;
        const said = await this.output.after(vmId, position);
        position = said.position;
        if (console.signal.aborted) return;
        if (said.bytes.length > 0) {
          traffic.bytesRead += said.bytes.length;
          if (!browser.write(said.bytes)) await drained(browser, console.signal);
        } else if (wasOver) {
          const why = await this.screens.whyGone(vmId, Closing.ScreenGone).catch(() => Closing.ScreenGone);
          return browser.closeAfterFlush(why, FLUSH_LIMIT);
        } else if (!isOver) await woken;
      }
    } finally {
      unfollow();
    }
  }

  private async take(
    browser: BrowserStream,
    console: LiveConsole,
    { traffic, noticedInput }: { traffic: { bytesWritten: number }; noticedInput: () => void },
  ): Promise<void> {
    const { vmId, mode } = console.grant;
    // Left early, the loop would take the connection away before the browser was told why.
    for await (const bytes of browser.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (console.signal.aborted) return;
      if (mode === 'view') continue;
      noticedInput();
      traffic.bytesWritten += bytes.length;
      if (!(await this.input.send({ id: console.id, vmId }, bytes))) return console.close(Closing.TakenOver);
    }
  }
}

async function drained(browser: BrowserStream, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const gone = once(browser, 'close', { signal: over.signal });
  try {
    await Promise.race([once(browser, 'drain', { signal: AbortSignal.any([signal, over.signal]) }), gone]);
  } catch {
    // The console ends, and its reader with it.
  } finally {
    gone.catch(() => undefined);
    over.abort();
  }
}
