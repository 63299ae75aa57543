import { crc32, deflateSync } from 'node:zlib';

export const WIDTH = 800;
export const HEIGHT = 600;

/** A text console from afar: RGB rows of grey bars with a green prompt, different for each seed. */
export function pixels(seed) {
  const rows = Buffer.alloc(WIDTH * HEIGHT * 3, 12);
  let random = seed + 1;
  const next = (limit) => (random = (random * 48271) % 2147483647) % limit;
  for (let line = 0; line < 22; line++) {
    const isPrompt = line % 6 === 5;
    const length = isPrompt ? 150 : 80 + next(480);
    for (let y = 20 + line * 24; y < 32 + line * 24; y++)
      for (let x = 16; x < 16 + length; x++) {
        if ((Math.floor(x / 9) * 7 + line) % 6 === 0 || x % 9 > 6) continue;
        rows.set(isPrompt ? [120, 214, 150] : [176, 186, 188], (y * WIDTH + x) * 3);
      }
  }
  return rows;
}

const chunk = (type, body) => {
  const typed = Buffer.concat([Buffer.from(type), body]);
  const length = Buffer.alloc(4);
  const check = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, check]);
};

export function png(seed) {
  const rows = pixels(seed);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const lines = Buffer.alloc((WIDTH * 3 + 1) * HEIGHT);
  for (let y = 0; y < HEIGHT; y++)
    rows.copy(lines, y * (WIDTH * 3 + 1) + 1, y * WIDTH * 3, (y + 1) * WIDTH * 3);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
