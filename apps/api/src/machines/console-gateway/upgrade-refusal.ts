import type { IncomingMessage } from 'node:http';
import { isDatabaseDown } from '../../foundation/database/database-down.js';
import { languageOf } from '../../foundation/http/language.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { toProblem } from '../../foundation/problems/problem.js';

/** How `ws` is told to refuse an upgrade. */
export interface UpgradeRefusal {
  status: number;
  body: string;
  headers: Record<string, string>;
}

/** What the console's WebSocket answers in the place of opening: a problem, as every other route. */
export function upgradeRefusal(error: unknown, request: IncomingMessage): UpgradeRefusal {
  const refusal = asProblem(error);
  const problem = toProblem(refusal, languageOf(request), request.url?.split('?')[0]);
  const { seconds } = refusal.params;
  const headers = {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Cache-Control': 'no-store',
    ...(seconds === undefined ? {} : { 'Retry-After': String(seconds) }),
  };
  return { status: problem.status, body: JSON.stringify(problem), headers };
}

function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError(isDatabaseDown(error) ? 'database-unavailable' : 'internal-error');
}
