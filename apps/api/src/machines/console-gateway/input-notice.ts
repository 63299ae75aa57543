import { Transform, type TransformCallback } from 'node:stream';
import { Hearing } from './rfb/dialogue.js';
import { inputWatch } from './rfb/input-watch.js';

/** Lets all that a browser says through untouched, and looks along for signs of a person. */
export function inputNotice(noticedInput: () => void): Transform {
  const hearing = new Hearing(inputWatch(noticedInput));
  let isUnderstood = true;
  return new Transform({
    transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
      if (!isUnderstood) noticedInput();
      // An extension we do not know must not end somebody's work: from there on all bytes count as input.
      else {
        try {
          hearing.hear(bytes);
        } catch {
          isUnderstood = false;
        }
      }
      done(null, bytes);
    },
  });
}
