import type { Dialogue } from './dialogue.js';
import { RfbError } from './rfb-error.js';
import { Security, uint32 } from './security.js';
import { parseVersion, VERSION_LENGTH, versionLine } from './version.js';

/**
 * The server's half of RFB up to ClientInit. It offers None only: the ticket was the authentication.
 * The shared flag of ClientInit is read and forgotten, as the screen is told "shared" whatever it says.
 */
export function* handshakeWithBrowser(): Dialogue<void> {
  yield versionLine(8);
  const version = parseVersion(yield VERSION_LENGTH);
  if (version === 3) {
    yield uint32(Security.None);
  } else {
    yield Buffer.of(1, Security.None);
    if ((yield 1).readUInt8() !== Security.None) throw new RfbError('the browser chose what was not offered');
    if (version === 8) yield uint32(0);
  }
  yield 1;
}
