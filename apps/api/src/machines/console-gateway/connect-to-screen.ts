import { once } from 'node:events';
import { converse } from './rfb/converse.js';
import { handshakeWithScreen } from './rfb/handshake-with-screen.js';
import { ScreenSocket } from './screen-socket.js';
import type { Screen } from '../../hosts/libvirt/hypervisor.js';

/** A screen that passed the handshake: what follows on the socket is ServerInit. */
export async function connectToScreen(endpoint: Screen, signal: AbortSignal): Promise<ScreenSocket> {
  signal.throwIfAborted();
  const screen = new ScreenSocket();
  // Errors are seen through once() and finished(); one between two of those must not end the process.
  screen.on('error', () => undefined);
  if ('socketPath' in endpoint) screen.connect(endpoint.socketPath);
  else screen.connect(endpoint.port, endpoint.host);
  try {
    await once(screen, 'connect', { signal });
    screen.setNoDelay(true).setKeepAlive(true, 30_000);
    await converse(screen, handshakeWithScreen(endpoint.password), signal);
    return screen;
  } catch (cause) {
    screen.destroy();
    throw cause;
  }
}
