import { PassThrough } from 'node:stream';
import { expect, it } from '@jest/globals';
import { until } from '../../testing/until.js';
import { HeldLine } from './held-line.js';
import { KEPT_BYTES } from './serial-output.js';

interface Piece {
  text: string;
  endsAt: number;
}

/** A line whose pieces are written down when the test says so. */
function held(position = 0) {
  const stream = new PassThrough();
  const pieces: Piece[] = [];
  const failures: unknown[] = [];
  const writing: { done: () => void; fail: (error: Error) => void }[] = [];
  const append = (bytes: Buffer, endsAt: number) =>
    new Promise<void>((done, fail) => {
      pieces.push({ text: bytes.toString(), endsAt });
      writing.push({ done, fail });
    });
  const line = new HeldLine(stream, position, append, (error) => failures.push(error));
  const letWrite = async () => {
    const next = pieces.length + 1;
    writing.shift()!.done();
    await until('the next piece', () => pieces.length === next);
  };
  return { stream, pieces, failures, writing, line, letWrite };
}

it('writes down what is heard, and what comes meanwhile together, each with the place where it ends', async () => {
  const { stream, pieces, letWrite } = held(100);
  stream.write('boot');
  await until('the first piece', () => pieces.length === 1);
  stream.write('login');
  stream.write(': ');
  await until('all is heard', () => stream.readableLength === 0);
  await letWrite();
  expect(pieces).toEqual([
    { text: 'boot', endsAt: 104 },
    { text: 'login: ', endsAt: 111 },
  ]);
});

it('keeps no more than the last 64 KiB of a machine that talks without end, and knows how much there was', async () => {
  const { stream, pieces, letWrite } = held();
  stream.write('.');
  await until('the first piece', () => pieces.length === 1);
  for (let at = 0; at < 40; at++) stream.write(Buffer.alloc(8_192, 97 + (at % 26)));
  stream.write('panic');
  await until('all is heard', () => stream.readableLength === 0);
  await letWrite();
  expect(pieces[1]!.text).toHaveLength(KEPT_BYTES);
  expect(pieces[1]!.text.endsWith('panic')).toBe(true);
  expect(pieces[1]!.endsAt).toBe(1 + 40 * 8_192 + 5);
});

it('goes on after a piece that could not be written down', async () => {
  const { stream, pieces, failures, writing } = held();
  stream.write('lost');
  await until('the first piece', () => pieces.length === 1);
  stream.write('kept');
  writing.shift()!.fail(new Error('away'));
  await until('the next piece', () => pieces.length === 2);
  expect(failures).toEqual([new Error('away')]);
  expect(pieces[1]).toEqual({ text: 'kept', endsAt: 8 });
});
