import { randomBytes } from 'node:crypto';
import type { Dialogue } from '../rfb/dialogue.js';
import { RfbError } from '../rfb/rfb-error.js';
import { CHALLENGE_LENGTH, Security, uint32 } from '../rfb/security.js';
import { parseVersion, VERSION_LENGTH, versionLine, type RfbVersion } from '../rfb/version.js';
import { answerChallenge } from '../rfb/vnc-authentication.js';

const REFUSAL = Buffer.from('Authentication failed');

/** The screen's half of the handshake, as QEMU's VNC server holds it in each version. True when the client may stay. */
export function* screenSide(password: string | null, speaks: RfbVersion = 8): Dialogue<boolean> {
  yield versionLine(speaks);
  const version = parseVersion(yield VERSION_LENGTH);
  const type = password === null ? Security.None : Security.VncAuthentication;
  if (version === 3) {
    yield uint32(type);
  } else {
    yield Buffer.of(1, type);
    if ((yield 1).readUInt8() !== type) throw new RfbError('a type that was not offered');
  }
  if (password !== null && !(yield* isPasswordKnown(password, version))) return false;
  if (password === null && version === 8) yield uint32(0);
  yield 1;
  return true;
}

function* isPasswordKnown(password: string, version: RfbVersion): Dialogue<boolean> {
  const challenge = randomBytes(CHALLENGE_LENGTH);
  yield challenge;
  const right = (yield CHALLENGE_LENGTH).equals(answerChallenge(challenge, password));
  yield uint32(right ? 0 : 1);
  if (!right && version === 8) yield Buffer.concat([uint32(REFUSAL.length), REFUSAL]);
  return right;
}

/** Size, pixel format (32 bits, red at 16, green at 8, blue at 0) and name. */
export function serverInit(width: number, height: number, name: string): Buffer {
  const title = Buffer.from(name);
  const head = Buffer.alloc(24);
  head.writeUInt16BE(width, 0);
  head.writeUInt16BE(height, 2);
  head.set([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0], 4);
  head.writeUInt32BE(title.length, 20);
  return Buffer.concat([head, title]);
}
