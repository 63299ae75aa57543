import type { ProblemError } from '../problems/problem-error.js';

declare module 'express-serve-static-core' {
  interface Request {
    /** Whether the browser reaches us by HTTPS, as far as proxies that we trust or PUBLIC_URL say. */
    isOverTls?: boolean;
    /** Why it was not done, once that is the answer. */
    problem?: ProblemError;
  }
}
