import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut } from '../testing/cut.js';
import { screenSide } from '../fake/screen-side.js';
import { Hearing, type Dialogue } from './dialogue.js';
import { handshakeWithBrowser } from './handshake-with-browser.js';
import { handshakeWithScreen } from './handshake-with-screen.js';
import type { RfbVersion } from './version.js';

const versions: RfbVersion[] = [3, 7, 8];
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const line = (text: string) => Buffer.from(`${text}\n`);

function answers<Result>(dialogue: Dialogue<Result>, ...heard: Buffer[]): Buffer {
  const hearing = new Hearing(dialogue);
  return Buffer.concat([...hearing.hear(), ...heard.flatMap((bytes) => hearing.hear(bytes))]);
}

/** Lets two sides talk until both have come to an end. */
function talk(left: Dialogue<unknown>, right: Dialogue<unknown>): void {
  const [one, other] = [new Hearing(left), new Hearing(right)];
  let [toOther, toOne] = [one.hear(), other.hear()];
  while (toOne.length + toOther.length > 0) {
    const [fromOne, fromOther] = [one.hear(Buffer.concat(toOne)), other.hear(Buffer.concat(toOther))];
    [toOther, toOne] = [fromOne, fromOther];
  }
  expect(one.outcome && other.outcome).toBeTruthy();
}

describe('the handshake with a screen', () => {
  it.each(versions)('passes in version 3.%d, with a password and without', (version) => {
    talk(handshakeWithScreen('secret12'), screenSide('secret12', version));
    talk(handshakeWithScreen(null), screenSide(null, version));
  });

  it.each(versions)('is refused in version 3.%d when the password is wrong', (version) => {
    const screen = new Hearing(screenSide('right', version));
    const gateway = new Hearing(handshakeWithScreen('wrong'));
    const pump = () => {
      for (let words = screen.hear(); ;) {
        const answer = Buffer.concat(words.flatMap((bytes) => gateway.hear(bytes)));
        words = screen.hear(answer);
      }
    };
    expect(pump).toThrow('the screen refused');
  });

  it('says the reason that the screen gives, without control characters and no longer than a line', () => {
    const reason = Buffer.concat([hex('00 00010000'), Buffer.from('Too many\r\nfailures '.padEnd(600, 'x'))]);
    expect(() => answers(handshakeWithScreen('x'), line('RFB 003.008'), reason)).toThrow(
      /^the screen refused: Too many {2}failures x{493}$/,
    );
  });

  it('takes None when it knows no password, and asks for the session to be shared', () => {
    const said = answers(handshakeWithScreen(null), line('RFB 003.008'), hex('01 01 00000000'));
    expect(said).toEqual(Buffer.concat([line('RFB 003.008'), hex('01 01')]));
  });

  it.each([
    ['RFB 003.003', '00000001'],
    ['RFB 003.007', '01 01'],
    ['RFB 003.008', '01 01'],
  ])('refuses a screen of %s that does not ask for the password it should have', (version, offer) => {
    expect(() => answers(handshakeWithScreen('x'), line(version), hex(offer))).toThrow(
      'only security types 1',
    );
  });

  it('does not answer a password challenge without a password', () => {
    expect(() => answers(handshakeWithScreen(null), line('RFB 003.008'), hex('01 02'))).toThrow(
      'only security types 2',
    );
  });

  it.each(['RFB 002.000', 'HTTP/1.1 40', 'SSH-2.0-Ope'])('refuses a screen that says %s', (text) => {
    expect(() => answers(handshakeWithScreen(null), line(text))).toThrow('no RFB version');
  });

  it.each([
    ['RFB 003.889', 'RFB 003.008'],
    ['RFB 004.001', 'RFB 003.008'],
    ['RFB 003.005', 'RFB 003.003'],
  ])('answers %s with %s', (theirs, ours) => {
    expect(answers(handshakeWithScreen(null), line(theirs))).toEqual(line(ours));
  });

  it('says the same however the screen’s bytes are cut', () => {
    const heard = Buffer.concat([
      line('RFB 003.008'),
      hex('02 01 02'),
      Buffer.alloc(16, 7),
      hex('00000000 abcd'),
    ]);
    const whole = answers(handshakeWithScreen('secret'), heard);
    fc.assert(
      fc.property(cut(heard), (pieces) => {
        expect(answers(handshakeWithScreen('secret'), ...pieces)).toEqual(whole);
      }),
    );
  });

  it('never waits for more than a small, fixed number of bytes, whatever the screen says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const dialogue = handshakeWithScreen('secret');
        let at = 0;
        const heard = Buffer.concat([line('RFB 003.008'), Buffer.from(noise)]);
        try {
          for (let step = dialogue.next(); !step.done;) {
            if (typeof step.value !== 'number') step = dialogue.next(Buffer.alloc(0));
            else {
              expect(step.value).toBeLessThanOrEqual(512);
              if (at + step.value > heard.length) return;
              step = dialogue.next(heard.subarray(at, (at += step.value)));
            }
          }
        } catch (error) {
          expect(error).toHaveProperty('name', 'RfbError');
        }
      }),
    );
  });
});

describe('the handshake with a browser', () => {
  it('offers None only, and tolerates old clients', () => {
    const ours = line('RFB 003.008');
    expect(answers(handshakeWithBrowser(), line('RFB 003.008'), hex('01 01'))).toEqual(
      Buffer.concat([ours, hex('01 01 00000000')]),
    );
    expect(answers(handshakeWithBrowser(), line('RFB 003.007'), hex('01 01'))).toEqual(
      Buffer.concat([ours, hex('01 01')]),
    );
    expect(answers(handshakeWithBrowser(), line('RFB 003.003'), hex('01'))).toEqual(
      Buffer.concat([ours, hex('00000001')]),
    );
  });

  it('refuses a client that chooses another type', () => {
    expect(() => answers(handshakeWithBrowser(), line('RFB 003.008'), hex('02'))).toThrow('not offered');
  });

  it('says the same however the browser’s bytes are cut', () => {
    const heard = Buffer.concat([line('RFB 003.008'), hex('01 01 0102')]);
    const whole = answers(handshakeWithBrowser(), heard);
    fc.assert(
      fc.property(cut(heard), (pieces) => {
        expect(answers(handshakeWithBrowser(), ...pieces)).toEqual(whole);
      }),
    );
  });
});
