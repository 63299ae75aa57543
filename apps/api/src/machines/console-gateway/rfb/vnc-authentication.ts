import { createCipheriv } from 'node:crypto';

/** VNC reads key bits from the other end of each byte than DES does. */
function reverseBits(byte: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) reversed |= 0x80 >> bit;
  return reversed;
}

/** The answer to a VNC challenge. Only the first 8 bytes of a password, in UTF-8 for QEMU, count in this protocol. */
export function answerChallenge(challenge: Buffer, password: string): Buffer {
  const key = Buffer.alloc(8);
  Buffer.from(password).copy(key);
  const des = key.map(reverseBits);
  // OpenSSL 3 has no single DES; triple DES with one key three times is the same function.
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([des, des, des]), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(challenge), cipher.final()]);
}
