import type { BrowserStream } from './browser-stream.js';

/** nginx cuts a connection that is silent for 60 seconds. */
const PING_INTERVAL = 25_000;

/** Pings while the console is open, and gives up on a browser that shows no sign of life between three pings. */
export function keepAlive(browser: BrowserStream, interval = PING_INTERVAL): void {
  let seen = browser.progress;
  let silent = 0;
  const timer = setInterval(() => {
    silent = browser.progress === seen && !browser.isHeldBack ? silent + 1 : 0;
    seen = browser.progress;
    if (silent > 2) browser.destroy();
    else browser.ping();
  }, interval);
  browser.once('close', () => clearInterval(timer));
}
