import { HttpStatus } from '@nestjs/common';
import { isDatabaseDown } from '../../foundation/database/database-down.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { PROBLEM_STATUS } from '../../foundation/problems/problem-status.js';

/** The status of an upgrade that is refused; it carries nothing else. */
export function refusalStatus(error: unknown): HttpStatus {
  if (error instanceof ProblemError) return PROBLEM_STATUS[error.code];
  return isDatabaseDown(error) ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INTERNAL_SERVER_ERROR;
}
