import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut } from '../testing/cut.js';
import { Hearing } from './dialogue.js';
import { inputWatch } from './input-watch.js';
import { viewOnly } from './view-only.js';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

const harmless = {
  setPixelFormat: hex('00 000000 20180001 00ff00ff00ff 001008 000000'),
  setEncodings: hex('02 00 0002 00000007 fffffefe'),
  updateRequest: hex('03 01 0000 0000 0400 0300'),
  continuousUpdates: hex('96 01 0000 0000 0400 0300'),
  fence: hex('f8 000000 80000001 03 616263'),
};

const forbidden = {
  key: hex('04 01 0000 00000061'),
  pointer: hex('05 01 0010 0020'),
  pointerWithExtraButtons: hex('05 81 0010 0020 01'),
  clipboard: hex('06 000000 00000003 616263'),
  extendedClipboard: hex('06 000000 fffffffc 01000000'),
  power: hex('fa 00 01 02'),
  desktopSize: hex('fb 00 0400 0300 01 00 00000000 0000 0000 0400 0300 00000000'),
  qemuKey: hex('ff 00 0001 00000061 0000001e'),
  soundOn: hex('ff 01 0000'),
  soundFormat: hex('ff 01 0002 03 02 0000ac44'),
};

const hear = (...pieces: Buffer[]): Buffer => {
  const hearing = new Hearing(viewOnly());
  return Buffer.concat(pieces.flatMap((piece) => hearing.hear(piece)));
};

describe('what a watcher may say', () => {
  it.each(Object.entries(harmless))('%s is let through as it is', (_, message) => {
    expect(hear(message)).toEqual(message);
  });

  it.each(Object.entries(forbidden))('%s is dropped, and what follows is understood', (_, message) => {
    expect(hear(message, harmless.updateRequest)).toEqual(harmless.updateRequest);
  });

  it('never announces the encoding that changes how long pointer messages are', () => {
    expect(hear(hex('02 00 0003 00000007 fffffec4 00000000'))).toEqual(hex('02 00 0002 00000007 00000000'));
  });

  it.each(['01000000', '07000000', 'fc000000', 'fd000000', 'ff020000', 'ff010003'])(
    'the unknown message %s ends the conversation',
    (start) => expect(() => hear(hex(start))).toThrow('unknown client message'),
  );

  it.each([
    ['a clipboard of 2 GiB', '06 000000 80000000'],
    ['65535 encodings', '02 00 ffff'],
    ['a fence of 255 bytes', 'f8 000000 00000000 ff'],
  ])('%s ends the conversation before it is read', (_, start) => {
    expect(() => hear(hex(start))).toThrow('is the limit');
  });

  it('is the same however the bytes are cut', () => {
    const all = [...Object.entries(harmless), ...Object.entries(forbidden)].map(([name, bytes]) => ({
      name,
      bytes,
    }));
    const conversation = fc.array(fc.constantFrom(...all), { maxLength: 20 });
    const cutConversation = conversation.chain((messages) =>
      cut(Buffer.concat(messages.map(({ bytes }) => bytes))).map((pieces) => ({ messages, pieces })),
    );
    fc.assert(
      fc.property(cutConversation, ({ messages, pieces }) => {
        const allowed = messages.filter(({ name }) => name in harmless).map(({ bytes }) => bytes);
        expect(hear(...pieces)).toEqual(Buffer.concat(allowed));
      }),
    );
  });

  it('never lets a key, pointer, clipboard or power message out of any noise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (noise) => {
        const hearing = new Hearing(viewOnly());
        const said: Buffer[] = [];
        try {
          for (const byte of noise) said.push(...hearing.hear(Buffer.of(byte)));
        } catch (error) {
          expect(error).toHaveProperty('name', 'RfbError');
        }
        for (const message of said) expect([0, 2, 3, 150, 248]).toContain(message[0]);
      }),
    );
  });
});

describe('the watch for input', () => {
  it('notices keys, pointer and clipboard but not what the browser asks by itself', () => {
    let noticed = 0;
    const hearing = new Hearing(inputWatch(() => noticed++));
    const said = Object.values(harmless).flatMap((message) => hearing.hear(message));
    expect({ said, noticed }).toEqual({ said: [], noticed: 0 });
    for (const message of [
      forbidden.key,
      forbidden.pointerWithExtraButtons,
      forbidden.clipboard,
      forbidden.qemuKey,
    ]) {
      hearing.hear(message);
    }
    expect(noticed).toBe(4);
  });
});
