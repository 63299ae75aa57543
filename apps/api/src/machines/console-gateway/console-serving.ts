import { Injectable } from '@nestjs/common';
import type { BrowserStream } from './browser-stream.js';
import { ConsoleScreens } from './console-screens.js';
import { ConsoleSession } from './console-session.js';
import { ConsoleUse } from './console-use.js';
import type { LiveConsole } from './open-consoles.js';
import { SharedScreens } from './screen-fan-out/shared-screens.js';
import { SerialConsoles } from './serial-consoles.js';

/** Joins a browser that was let in to what its ticket is for. */
@Injectable()
export class ConsoleServing {
  constructor(
    private readonly screens: ConsoleScreens,
    private readonly shared: SharedScreens,
    private readonly serial: SerialConsoles,
    private readonly use: ConsoleUse,
  ) {}

  /** Never rejects: it ends by closing. */
  async serve(browser: BrowserStream, console: LiveConsole): Promise<void> {
    const noticedInput = this.use.recorderFor(console.grant.sessionId);
    if (console.grant.kind === 'serial') await this.serial.serve(browser, console, noticedInput);
    else await new ConsoleSession(browser, console, noticedInput).run(this.screens, this.shared);
  }
}
