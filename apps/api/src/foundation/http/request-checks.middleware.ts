import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { CSV } from './csv.decorators.js';
import { OwnOrigin } from './own-origin.js';
import type { ProblemParams } from '@vm-manager/contracts';
import { ProblemError } from '../problems/problem-error.js';

/** A piece of a file, by the protocol tus. */
const UPLOAD = 'application/offset+octet-stream';
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What is refused before anyone looks at who is asking. */
@Injectable()
export class RequestChecks implements NestMiddleware {
  constructor(private readonly ownOrigin: OwnOrigin) {}

  use(request: Request, _response: Response, next: NextFunction): void {
    if (SAFE_METHODS.has(request.method)) return next();
    if (!this.ownOrigin.sent(request)) {
      const params: ProblemParams = this.ownOrigin.knowsName(request)
        ? { own: this.ownOrigin.of(request) }
        : { name: request.headers.host ?? '', own: addressOf(request) ?? this.ownOrigin.of(request) };
      throw new ProblemError('foreign-origin', params);
    }
    // A form on another site can send some content types without a preflight request, but not these.
    if (hasBody(request) && !request.is(['json', CSV, UPLOAD]))
      throw new ProblemError('unsupported-media-type');
    next();
  }
}

/** The address as the browser shows it: only `Origin` says whether an unknown proxy speaks TLS. */
function addressOf({ headers: { origin, host } }: Request): string | undefined {
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host ? origin : undefined;
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
