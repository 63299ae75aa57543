import type { ProblemError } from '../problems/problem-error.js';
import type { Request } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    /** Whether the browser reaches us by HTTPS, as far as proxies that we trust or PUBLIC_URL say. */
    isOverTls?: boolean;
    /** Why the request was refused, once that has been answered. */
    problem?: ProblemError;
  }
}

/** The whole path without its query; `request.path` is relative to where a router is mounted. */
export const pathOf = ({ originalUrl }: Request) => originalUrl.split('?')[0] ?? '/';
