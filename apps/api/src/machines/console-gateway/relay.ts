import type { Duplex, Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ScreenSocket } from './screen-socket.js';

/**
 * Moves bytes between a browser and a screen until the screen ends or either side breaks; what the browser says passes through `flow`.
 * Back-pressure comes from the streams. `pipeline` would destroy the browser's side without a reason.
 */
export async function relay(browser: Duplex, flow: readonly Transform[], screen: Duplex): Promise<void> {
  [...flow, screen].reduce((from: Duplex, to) => from.pipe(to), browser);
  if (screen instanceof ScreenSocket) screen.pourInto(browser);
  else screen.pipe(browser, { end: false });
  browser.once('close', () => screen.destroy());
  await finished(screen, { writable: false }).catch(() => undefined);
  browser.unpipe();
}
