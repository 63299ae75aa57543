import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Response } from 'express';

/** A reader that takes nothing for so long is cut off. */
const PATIENCE_MS = 30_000;

/** The browser at the other end of one stream. */
export class StreamReader {
  constructor(
    private readonly response: Pick<Response, 'writableNeedDrain' | 'destroyed' | 'once' | 'off' | 'destroy'>,
    private readonly patience = PATIENCE_MS,
  ) {}

  /** Resolves when what was sent so far has left, or the reader is gone; who lets us wait too long is cut off. */
  async ready(): Promise<void> {
    const { response } = this;
    if (!response.writableNeedDrain || response.destroyed) return;
    await new Promise<void>((resolve) => {
      const impatience = setTimeout(() => this.cut(), this.patience);
      const end = () => {
        clearTimeout(impatience);
        response.off('drain', end).off('close', end);
        resolve();
      };
      response.once('drain', end).once('close', end);
    });
  }

  /** The browser comes back by itself, and says what it had last. */
  cut(): void {
    this.response.destroy();
  }
}

/** The route's `reader: StreamReader`. */
export const Reader = createParamDecorator(
  (_: unknown, context: ExecutionContext) => new StreamReader(context.switchToHttp().getResponse<Response>()),
);
