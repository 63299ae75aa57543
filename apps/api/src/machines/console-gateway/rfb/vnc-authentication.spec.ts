import { describe, expect, it } from '@jest/globals';
import { answerChallenge } from './vnc-authentication.js';

// The NIST vector for DES: key 8000000000000000, plain 0, cipher 95A8D72813DAA94D. VNC reads key bits reversed: 0x01.
const VECTOR = Buffer.from('95a8d72813daa94d', 'hex');

describe('the answer to a VNC challenge', () => {
  it('is DES with the bits of each key byte reversed', () => {
    expect(answerChallenge(Buffer.alloc(16), '\x01')).toEqual(Buffer.concat([VECTOR, VECTOR]));
  });

  it('depends on the first eight bytes only', () => {
    const challenge = Buffer.from('0123456789abcdef');
    expect(answerChallenge(challenge, 'password!')).toEqual(answerChallenge(challenge, 'password'));
    expect(answerChallenge(challenge, 'passwore')).not.toEqual(answerChallenge(challenge, 'password'));
  });
});
