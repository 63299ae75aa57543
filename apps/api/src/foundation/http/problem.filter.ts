import {
  Catch,
  HttpException,
  HttpStatus,
  Logger,
  type ArgumentsHost,
  type ExceptionFilter,
} from '@nestjs/common';
import type { ProblemCode } from '@vm-manager/contracts';
import type { Request, Response } from 'express';
import './express-request.js';
import { isDatabaseDown, isDiskFull, isOvertaken, isUnheldText } from '../database/database-down.js';
import { namesWhatHasGone } from '../database/broken-constraint.js';
import { RefusedWrites } from '../database/refused-writes.js';
import { allowedMethods } from './allowed-methods.js';
import { isError } from '../logging/error-for-log.js';
import { languageOf } from './language.js';
import { ProblemError } from '../problems/problem-error.js';
import { PROBLEM_STATUS } from '../problems/problem-status.js';
import { toProblem } from '../problems/problem.js';
import { pathOf } from './express-request.js';

/** Problem codes for what Nest and Express refuse by themselves. */
const CODE_BY_STATUS: Record<number, ProblemCode> = {
  400: 'malformed-request',
  401: 'not-signed-in',
  403: 'role-too-low',
  404: 'not-found',
  405: 'method-not-allowed',
  412: 'precondition-failed',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
  416: 'range-not-satisfiable',
};

/** The only place where errors become answers. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(private readonly refusedWrites: RefusedWrites) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = this.known(error, request) ?? this.unknown(error);
    request.problem = problem;
    if (response.headersSent) return void response.destroy();
    const { allowed, seconds } = problem.params;
    if (problem.code === 'method-not-allowed') response.setHeader('Allow', String(allowed));
    // The problem stands in the place of a file, whose caching headers must not apply to it.
    response.setHeader('Cache-Control', 'no-store');
    for (const name of ['ETag', 'Last-Modified', 'Accept-Ranges']) response.removeHeader(name);
    if (PROBLEM_STATUS[problem.code] === HttpStatus.TOO_MANY_REQUESTS || problem.code === 'too-busy')
      response.setHeader('Retry-After', String(seconds));
    const body = toProblem(problem, languageOf(request), pathOf(request));
    response.status(body.status).type('application/problem+json').send(JSON.stringify(body));
  }

  private known(error: unknown, request: Request): ProblemError | undefined {
    if (error instanceof ProblemError) return error;
    this.refusedWrites.hear(error);
    if (isDatabaseDown(error) || isDiskFull(error))
      return new ProblemError('database-unavailable', {}, { cause: error });
    if (isOvertaken(error)) return new ProblemError('too-busy', { seconds: 1 }, { cause: error });
    if (isUnheldText(error)) return new ProblemError('malformed-request', {}, { cause: error });
    if (namesWhatHasGone(error)) return new ProblemError('not-found', {}, { cause: error });
    const status = statusOf(error);
    const code = status === undefined ? undefined : codeOf(status);
    if (code !== 'not-found') return code && new ProblemError(code, {}, { cause: error });
    const allowed = allowedMethods(request);
    return allowed.length > 0
      ? new ProblemError('method-not-allowed', { allowed: allowed.join(', ') })
      : new ProblemError('not-found');
  }

  private unknown(error: unknown): ProblemError {
    this.logger.error(
      isError(error) ? error : new Error(`Something else than an error was thrown: ${typeof error}`),
    );
    return new ProblemError('internal-error', {}, { cause: error });
  }
}

/** Any 4xx status of a library means that the request was wrong, and is no error of ours. */
function codeOf(status: number): ProblemCode | undefined {
  return CODE_BY_STATUS[status] ?? (status >= 400 && status < 500 ? 'malformed-request' : undefined);
}

/** Express's own errors, of the body parser for example, carry a status and say whether it may be shown. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown };
  return typeof status === 'number' && expose === true ? status : undefined;
}
