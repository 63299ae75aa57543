import type { Dialogue } from './dialogue.js';
import { RfbError } from './rfb-error.js';
import { CHALLENGE_LENGTH, Security } from './security.js';
import { parseVersion, VERSION_LENGTH, versionLine, type RfbVersion } from './version.js';
import { answerChallenge } from './vnc-authentication.js';

const REASON_LIMIT = 512;
const SHARED = Buffer.of(1);

/**
 * The client's half of RFB 3.3, 3.7 and 3.8 up to ClientInit; ServerInit is the next thing to read.
 * The session is always shared: an exclusive one would throw out whoever watches or helps.
 */
export function* handshakeWithScreen(password: string | null): Dialogue<void> {
  const version = parseVersion(yield VERSION_LENGTH);
  yield versionLine(version);
  const type = choose(yield* offeredTypes(version), password);
  if (version > 3) yield Buffer.of(type);
  if (type === Security.VncAuthentication) {
    yield answerChallenge(yield CHALLENGE_LENGTH, password ?? '');
  }
  // Only 3.8 announces a result when nothing was asked.
  if (type === Security.VncAuthentication || version === 8) yield* securityResult(version);
  yield SHARED;
}

function* offeredTypes(version: RfbVersion): Dialogue<number[]> {
  const offered = version === 3 ? [(yield 4).readUInt32BE()] : [...(yield (yield 1).readUInt8())];
  if (offered.length === 0 || offered[0] === Security.Refused) {
    throw new RfbError(`the screen refused: ${yield* reason()}`);
  }
  return offered;
}

/** A screen that has a password and does not ask for it is another VM's, on a port that changed hands. */
function choose(offered: number[], password: string | null): number {
  const type = password === null ? Security.None : Security.VncAuthentication;
  if (offered.includes(type)) return type;
  throw new RfbError(`the screen offers only security types ${offered.join(', ')}`);
}

function* securityResult(version: RfbVersion): Dialogue<void> {
  if ((yield 4).readUInt32BE() === 0) return;
  throw new RfbError(
    version === 8 ? `the screen refused: ${yield* reason()}` : 'the screen refused the password',
  );
}

function* reason(): Dialogue<string> {
  const length = (yield 4).readUInt32BE();
  const text = (yield Math.min(length, REASON_LIMIT)).toString('latin1');
  return text.replace(/[^\x20-\x7e\xa0-\xff]/g, ' ');
}
