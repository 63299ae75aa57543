import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { duplexPair } from 'node:stream';
import { serverInit } from '../fake/screen-side.js';
import { Encoding } from '../rfb/encoding.js';
import { RfbError } from '../rfb/rfb-error.js';
import { clientMessages } from '../testing/client-messages.js';
import { cut } from '../testing/cut.js';
import { Watcher } from '../testing/watcher.js';
import { ScreenSource } from './screen-source.js';
import { WatchedScreen } from './watched-screen.js';

const NEVER = new AbortController().signal;
const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** How pixels are to be written and which encodings are read, then a request for the whole of a screen of two by one pixels. */
const FIRST_WORDS = hex(
  '00000000 20180001 00ff00ff00ff 000810 000000  02000003 00000000 ffffff21 ffffff11  03 00 0000 0000 0002 0001',
);
const ASKS_FOR_MORE = hex('03 01 0000 0000 0002 0001');
const PICTURE = hex('00000001 0000 0000 0002 0001 00000000 11223300 44556600');

/** A screen of two pixels, whose bytes are said by the test; `heard` is all that was ever said to it. */
async function twoPixels() {
  const [ours, theirs] = duplexPair();
  const heard: Buffer[] = [];
  theirs.on('data', (bytes: Buffer) => heard.push(bytes));
  theirs.write(serverInit(2, 1, 'deux'));
  const source = await ScreenSource.open(ours as never, NEVER);
  const say = (bytes: Buffer) => new Promise<void>((done) => theirs.write(bytes, () => done()));
  return { source, say, heard: () => Buffer.concat(heard), theirs };
}

/** Waits until what was said on either side has been heard on the other. */
const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('who watches', () => {
  it('changes nothing in the guest, whatever bytes they say in whatever pieces', async () => {
    const message = fc.oneof(
      fc.constantFrom(...Object.values(clientMessages.acting), ...Object.values(clientMessages.asking)),
      fc.uint8Array({ maxLength: 40 }).map((noise) => Buffer.from(noise)),
    );
    const conversation = fc
      .array(message, { maxLength: 30 })
      .chain((messages) => cut(Buffer.concat(messages)));
    await fc.assert(
      fc.asyncProperty(conversation, async (pieces) => {
        const { source, say, heard } = await twoPixels();
        await say(PICTURE);
        const watched = new WatchedScreen(source, () => undefined);
        watched.resume();
        for (const piece of pieces) if (!watched.destroyed) watched.write(piece);
        await settled();
        await say(PICTURE);
        await settled();
        watched.destroy();
        source.close();
        const said = heard();
        expect(said.subarray(0, FIRST_WORDS.length)).toEqual(FIRST_WORDS);
        const rest = said.subarray(FIRST_WORDS.length);
        for (let at = 0; at < rest.length; at += 10) {
          expect(rest.subarray(at, at + 10)).toEqual(ASKS_FOR_MORE);
        }
      }),
    );
  });

  it('and says what is not RFB, or asks for a palette, is not listened to any more', async () => {
    for (const words of ['fd 01 0000', '00 000000 08080000 000700070003 000306 000000']) {
      const { source } = await twoPixels();
      const watched = new WatchedScreen(source, () => undefined);
      watched.write(hex(words));
      await settled();
      expect(watched.errored).toBeInstanceOf(RfbError);
      source.close();
    }
  });

  it('is shown no half of a picture, and one that is there at once', async () => {
    const { source, say } = await twoPixels();
    const watcher = new Watcher(new WatchedScreen(source, () => undefined));
    expect(await watcher.begin()).toBe('deux');
    watcher.ask({ isIncremental: false });
    await say(PICTURE.subarray(0, 20));
    await settled();
    expect(watcher.screen.readableLength).toBe(0);
    await say(PICTURE.subarray(20));
    await watcher.read();
    expect(watcher.seen.pixels).toEqual(hex('11223300 44556600'));
    source.close();
  });

  it('and only ever asks for all of the screen is shown what has become of it', async () => {
    const { source, say, heard } = await twoPixels();
    const watcher = new Watcher(new WatchedScreen(source, () => undefined));
    await watcher.begin();
    await say(PICTURE);
    await watcher.seeAll();
    await settled();
    expect(heard().subarray(FIRST_WORDS.length)).toEqual(ASKS_FOR_MORE);
    await say(hex('00000001 0000 0000 0002 0001 00000000 77889900 44556600'));
    await settled();
    await watcher.seeAll();
    expect(watcher.seen.pixels).toEqual(hex('77889900 44556600'));
    source.close();
  });

  it('is shown the cursor that the guest has chosen, once, and whoever comes later is, too', async () => {
    const { source, say } = await twoPixels();
    await say(hex('00000001 0001 0000 0001 0002 ffffff11 aabbcc00 ddeeff00 80 00'));
    await say(PICTURE);
    for (const encodings of [[Encoding.Cursor], [Encoding.Tight, Encoding.Cursor]]) {
      const watcher = new Watcher(new WatchedScreen(source, () => undefined));
      await watcher.begin(encodings);
      await watcher.seeAll();
      expect(watcher.seen.cursor).toEqual({
        area: { x: 1, y: 0, width: 1, height: 2 },
        pixels: hex('aabbcc00 ddeeff00'),
        mask: hex('8000'),
      });
      await watcher.seeAll();
      expect(watcher.seen.encodings).not.toContain(Encoding.Cursor);
    }
    source.close();
  });

  it.each([
    ['paints outside of its size', '00000001 0001 0000 0002 0001 00000000'],
    ['has a size that no screen has', '00000001 0000 0000 ffff ffff ffffff21'],
    ['has a cursor as large as a screen', '00000001 0000 0000 ffff 0001 ffffff11'],
    ['uses an encoding that was not asked for', '00000001 0000 0000 0002 0001 00000010'],
    ['does not speak RFB', '48545450'],
  ])('loses a screen that %s', async (_, words) => {
    const { source, say } = await twoPixels();
    const watched = new WatchedScreen(source, () => undefined);
    await say(hex(words));
    await source.ended;
    watched.resume();
    await new Promise((resolve) => watched.once('end', resolve));
  });

  it('is not kept waiting for a screen that says at once that it is larger than any', async () => {
    const [ours, theirs] = duplexPair();
    theirs.write(serverInit(0xffff, 0xffff, 'trop'));
    await expect(ScreenSource.open(ours as never, NEVER)).rejects.toThrow(RfbError);
  });

  it('hears nothing of clipboard, bell or colours of the guest, and what follows is understood', async () => {
    const { source, say } = await twoPixels();
    const watcher = new Watcher(new WatchedScreen(source, () => undefined));
    await watcher.begin();
    await say(hex('02  03000000 00000003 616263  01 00 0000 0001 000000000000'));
    await say(PICTURE);
    await watcher.seeAll();
    expect(watcher.seen.pixels).toEqual(hex('11223300 44556600'));
    source.close();
  });
});
