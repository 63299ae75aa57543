import type { NextFunction, Request, Response } from 'express';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const current = new AsyncLocalStorage<string>();

/** The id of the request that is being answered; undefined in work that no request began, such as a routine's. */
export const currentRequestId = (): string | undefined => current.getStore();

/**
 * Takes the id that a proxy gave, if it looks like one, so that both logs can be read together. Runs first: refused
 * requests have an id too.
 */
export function requestId(request: Request, response: Response, next: NextFunction): void {
  const given = request.get('x-request-id');
  request.id = given && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', request.id);
  current.run(request.id, next);
}
