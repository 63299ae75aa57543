import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cut } from '../testing/cut.js';
import { Hearing, type Dialogue } from './dialogue.js';

/** Hears pieces that announce their length in one byte, answers each with that byte, ends at length 0. */
function* lengths(): Dialogue<number> {
  for (let count = 0; ; count++) {
    const [length = 0] = yield 1;
    if (length === 0) return count;
    yield Buffer.of((yield length).length);
  }
}

describe('Hearing', () => {
  it('comes to the same result however the bytes are cut, and gives back what follows', () => {
    const message = fc
      .tuple(fc.array(fc.integer({ min: 1, max: 200 })), fc.uint8Array())
      .map(([sizes, rest]) => {
        const pieces = sizes.map((size) => Buffer.concat([Buffer.of(size), Buffer.alloc(size)]));
        return {
          sizes,
          rest: Buffer.from(rest),
          bytes: Buffer.concat([...pieces, Buffer.of(0), Buffer.from(rest)]),
        };
      });
    const cutMessage = message.chain((whole) => cut(whole.bytes).map((pieces) => ({ ...whole, pieces })));
    fc.assert(
      fc.property(cutMessage, ({ sizes, rest, pieces }) => {
        const hearing = new Hearing(lengths());
        const said = Buffer.concat(pieces.flatMap((piece) => hearing.hear(piece)));
        expect(said).toEqual(Buffer.from(sizes));
        expect(hearing.outcome).toEqual({ result: sizes.length });
        expect(hearing.takeRest()).toEqual(rest);
      }),
    );
  });

  it('says its first words before it hears anything', () => {
    const hearing = new Hearing(
      (function* (): Dialogue<void> {
        yield Buffer.from('hello');
        yield 1;
      })(),
    );
    expect(hearing.hear()).toEqual([Buffer.from('hello')]);
    expect(hearing.outcome).toBeUndefined();
  });
});
