import { Transform, type TransformCallback } from 'node:stream';
import type { ConsoleMode } from '@vm-manager/contracts';
import { Hearing } from './rfb/dialogue.js';
import { inputWatch } from './rfb/input-watch.js';
import { viewOnly } from './rfb/view-only.js';

export interface ClientFlowListener {
  /** Somebody typed, pointed or pasted. */
  noticedInput(): void;
  /** A watcher said something we do not understand, so nothing more of it is let through. */
  notUnderstood(): void;
}

/** What a browser sends, on its way to the screen. It never fails, so that the pipe around it stays whole. */
export function clientFlow(mode: ConsoleMode, listener: ClientFlowListener): Transform {
  return mode === 'view' ? new Watching(listener) : new Controlling(listener);
}

/** Lets through only what cannot change the VM. */
class Watching extends Transform {
  private readonly hearing = new Hearing(viewOnly());
  private understood = true;

  constructor(private readonly listener: ClientFlowListener) {
    super();
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.understood) {
      try {
        for (const allowed of this.hearing.hear(bytes)) this.push(allowed);
      } catch {
        this.understood = false;
        this.listener.notUnderstood();
      }
    }
    done();
  }
}

/** Lets everything through untouched and only looks along for signs of a person. */
class Controlling extends Transform {
  private readonly hearing: Hearing<never>;
  private understood = true;

  constructor(private readonly listener: ClientFlowListener) {
    super();
    this.hearing = new Hearing(inputWatch(() => listener.noticedInput()));
  }

  override _transform(bytes: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    if (this.understood) this.look(bytes);
    else this.listener.noticedInput();
    done(null, bytes);
  }

  // An extension we do not know must not end somebody's work: from there on all bytes count as input.
  private look(bytes: Buffer): void {
    try {
      this.hearing.hear(bytes);
    } catch {
      this.understood = false;
    }
  }
}
