import { describe, expect, it } from '@jest/globals';
import { inFormat, readPixelFormat, RED_FIRST, writePixelFormat } from './pixel-format.js';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const PIXELS = hex('ff8000 00 00ff10 00');

describe('a pixel format', () => {
  it.each([
    ['of 24 bits, red first', '20180001 00ff 00ff 00ff 000810', 'ff800000 00ff1000'],
    ['of 24 bits, blue first', '20180001 00ff 00ff 00ff 100800', '0080ff00 10ff0000'],
    ['of 24 bits, the other way round', '20180101 00ff 00ff 00ff 100800', '00ff8000 0000ff10'],
    ['of 16 bits', '10100001 001f 003f 001f 0b0500', '00fc e207'],
    ['of 8 bits', '08080001 0007 0007 0003 000306', '27 38'],
  ])('%s is read, and pixels are turned into it', (_, format, expected) => {
    const read = readPixelFormat(hex(`${format} 000000`));
    expect(inFormat(PIXELS, read).toString('hex')).toBe(expected.replaceAll(' ', ''));
  });

  it('is read as it was written', () => {
    expect(readPixelFormat(writePixelFormat(RED_FIRST))).toEqual(RED_FIRST);
  });

  it.each(['08080000 0007 0007 0003 000306', '18180001 00ff 00ff 00ff 100800'])(
    'with a palette, or of a size that RFB does not have, is refused: %s',
    (format) => expect(() => readPixelFormat(hex(`${format} 000000`))).toThrow('no true colours'),
  );
});
