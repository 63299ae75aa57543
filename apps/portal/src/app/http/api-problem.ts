import { HttpErrorResponse } from '@angular/common/http';
import type { Problem } from '@vm-manager/contracts';

/** Reasons that the portal finds itself, when the API gave none. */
export type OwnReason = 'unreachable' | 'unexpected';

/** A refusal of the API, or of the network on the way to it, as something a person can read. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | undefined,
    readonly ownReason: OwnReason,
    options?: ErrorOptions,
  ) {
    super(problem?.detail || problem?.title || ownReason, options);
  }

  get code(): string {
    return this.problem?.type.replace(/^.*\/problems\//, '') ?? this.ownReason;
  }

  /** How long the API wants to be left alone, by `Retry-After`. */
  get retryAfterSeconds(): number | undefined {
    const header = this.cause instanceof HttpErrorResponse ? this.cause.headers.get('Retry-After') : null;
    const seconds = header === null ? NaN : Number(header);
    return seconds > 0 ? seconds : undefined;
  }

  /** By which the API's log has it; undefined when the API was not reached. */
  get requestId(): string | undefined {
    return this.cause instanceof HttpErrorResponse
      ? (this.cause.headers?.get('X-Request-Id') ?? undefined)
      : undefined;
  }

  get errors(): readonly { pointer: string; detail: string }[] {
    return this.problem?.errors ?? [];
  }
}

export function toApiProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  if (!(error instanceof HttpErrorResponse))
    return new ApiProblem(0, undefined, 'unexpected', { cause: error });
  const body = bodyOf(error);
  // A proxy in front of a stopped API answers 502 to 504 with a page of its own.
  const unreachable = error.status === 0 || (error.status >= 502 && error.status <= 504);
  return new ApiProblem(
    error.status,
    isProblem(body) ? body : undefined,
    unreachable ? 'unreachable' : 'unexpected',
    {
      cause: error,
    },
  );
}

/** By hand: the sign-in page needs it too, and the schema would bring Zod along, a fifth of what that page weighs. */
function isProblem(body: unknown): body is Problem {
  const { type, title, status, detail, errors = [] } = (body ?? {}) as Partial<Problem>;
  return (
    [type, title, detail].every((text) => typeof text === 'string') &&
    typeof status === 'number' &&
    Array.isArray(errors)
  );
}

function bodyOf(error: HttpErrorResponse): unknown {
  if (typeof error.error !== 'string') return error.error;
  try {
    return JSON.parse(error.error);
  } catch {
    return undefined; // not JSON: toApiProblem finds its own words
  }
}
