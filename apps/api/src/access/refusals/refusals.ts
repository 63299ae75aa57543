import { HttpStatus, Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { DataSource } from 'typeorm';
import type { Actor } from '../identity/actor.js';
import { Authentication } from '../sessions/authentication.js';
import type { ProblemError } from '../../foundation/problems/problem-error.js';
import { PROBLEM_STATUS } from '../../foundation/problems/problem-status.js';
import { TrustedProxies } from '../../foundation/http/trusted-proxies.js';
import { AuditWriter } from '../audit-writing/audit-writer.js';
import { pathForLog } from './path-for-log.js';
import { roomForRefusal } from './room-for-refusal.js';
import type { NextFunction, Request, Response } from 'express';

/** When more than this many wait to be written, further ones are left out. */
const WAITING_AT_MOST = 100;

/** What the log needs of a request that was refused, by the API or at an upgrade to a WebSocket. */
export type RefusedRequest = IncomingMessage & { actor?: Actor; originalUrl?: string };

/** Records what people were refused, without keeping anyone waiting, and without letting a loop fill the disk. */
@Injectable()
export class Refusals implements BeforeApplicationShutdown {
  private readonly logger = new Logger(Refusals.name);
  private waiting = 0;
  // One after the other, so that a flood of refusals uses one database connection only.
  private lastWritten: Promise<void> = Promise.resolve();

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditWriter,
    private readonly authentication: Authentication,
    private readonly proxies: TrustedProxies,
  ) {}

  note(request: RefusedRequest, problem: ProblemError, now = new Date()): void {
    if (!isWorthNoting(problem) || this.waiting >= WAITING_AT_MOST) return;
    this.waiting += 1;
    this.lastWritten = this.lastWritten
      .then(() => this.write(request, problem, now))
      .catch((error: unknown) => this.logger.warn(error))
      .finally(() => (this.waiting -= 1));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.lastWritten;
  }

  private async write(request: RefusedRequest, problem: ProblemError, now: Date): Promise<void> {
    const { manager } = this.dataSource;
    const actor = request.actor ?? (await this.authentication.authenticate(request, { countsAsUse: false }));
    const room = await roomForRefusal(manager, actor?.id ?? null, now);
    if (room === 'none') return;
    const address = this.proxies.clientAddress(request);
    const { withheld } = problem;
    await this.audit.record(
      manager,
      { id: actor?.id ?? null, username: actor?.username ?? null, address },
      {
        action: 'access.refused',
        outcome: 'refused',
        ...(withheld ? { object: { id: withheld.id, name: withheld.name }, ownerId: withheld.ownerId } : {}),
        details: {
          problem: problem.code,
          method: request.method,
          path: pathForLog(request.originalUrl ?? request.url ?? ''),
          ...(room === 'last' ? { moreAreNotRecorded: true } : {}),
        },
      },
      now,
    );
  }
}

/** Middleware that looks at each answer once it is sent, as guards, middleware and services refuse in different places. */
export const recordRefusals =
  (refusals: Refusals) =>
  (request: Request, response: Response, next: NextFunction): void => {
    response.once('finish', () => {
      if (request.problem) refusals.note(request, request.problem);
    });
    next();
  };

/** Refused roles, scopes and origins, limits, and things of other people. A mistyped address is not recorded. */
function isWorthNoting({ code, withheld }: ProblemError): boolean {
  const isRefusal = code === 'quota-exceeded' || code === 'too-many-attempts';
  return isRefusal || withheld !== undefined || PROBLEM_STATUS[code] === HttpStatus.FORBIDDEN;
}
