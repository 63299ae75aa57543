import type { NextFunction, Request, Response } from 'express';
import type { Refusals } from './refusals.js';

/** Looks at every answer once it is given: guards, middleware and services refuse in different places. */
export const recordRefusals =
  (refusals: Refusals) =>
  (request: Request, response: Response, next: NextFunction): void => {
    response.once('finish', () => {
      if (request.problem) refusals.note(request, request.problem);
    });
    next();
  };
