import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Metrics } from '../metrics/metrics.js';

const BUCKETS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10];
/** It is open for as long as somebody reads it. */
const STREAM = '/api/events';

/** Counts what was asked for and how it was answered, by route: an address with an id in it is no other one. */
export function measureRequests(metrics: Metrics): RequestHandler {
  const answers = metrics.counter('vmm_http_requests_total', 'Requests by route and status.', [
    'method',
    'route',
    'status',
  ]);
  const seconds = metrics.histogram(
    'vmm_http_request_seconds',
    'From a request to its whole answer, but for streams.',
    ['route'],
    BUCKETS,
  );
  return (request: Request, response: Response, next: NextFunction) => {
    const began = performance.now();
    response.once('close', () => {
      const route = routeOf(request);
      const status = response.headersSent ? String(response.statusCode) : 'none';
      answers.inc({ method: request.method, route, status });
      if (route !== STREAM) seconds.observe({ route }, (performance.now() - began) / 1000);
    });
    next();
  };
}

/** Only what the program names itself: whoever makes addresses up makes no new figures. */
function routeOf({ route, originalUrl }: Request): string {
  const { path } = (route ?? {}) as { path?: unknown };
  if (typeof path === 'string' && !path.includes('*')) return path;
  return /^\/api(\/|$)/.test(originalUrl) ? 'none' : 'portal';
}
