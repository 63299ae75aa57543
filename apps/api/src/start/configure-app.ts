import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, NextFunction, Request, Response } from 'express';
import { Logger } from 'nestjs-pino';
import { recordRefusals, Refusals } from '../access/refusals/refusals.js';
import { RawWsAdapter } from '../machines/console-gateway/raw-ws.adapter.js';
import { refuseDeepJson } from '../foundation/http/json-depth.js';
import { guardConnections } from '../foundation/http/connections.js';
import { compressedAnswers } from '../foundation/http/compressed-answers.js';
import { CSV } from '../foundation/http/csv.decorators.js';
import '../foundation/http/express-request.js';
import { STOP_SIGNALS } from './stop-signals.js';
import { PRODUCT_VERSION } from '../foundation/config/product-version.js';
import { oneAtATime } from '../foundation/http/one-at-a-time.js';
import { serveOpenApi } from './openapi.js';
import { OwnOrigin } from '../foundation/http/own-origin.js';
import { servePortal } from './portal-files.js';
import { measureRequests } from '../foundation/http/request-metrics.js';
import { Metrics } from '../foundation/metrics/metrics.js';
import { requestId } from '../foundation/http/request-id.js';
import { securityHeaders } from '../foundation/http/security-headers.js';
import { TrustedProxies } from '../foundation/http/trusted-proxies.js';

/** Settings that Nest's options and modules cannot express, the same for the program and for tests. */
export function configureApp(app: NestExpressApplication): NestExpressApplication {
  const ownOrigin = app.get(OwnOrigin);
  const proxies = app.get(TrustedProxies);
  app.useLogger(app.get(Logger));
  app.set('trust proxy', (address: string | undefined) => proxies.trusts(address));
  // Express has made its router already, so that the Express setting of the same name has no effect any more.
  Object.assign((app.getHttpAdapter().getInstance() as Express).router, { caseSensitive: true });
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  guardConnections(app.getHttpServer(), (address) => proxies.trusts(address));
  app.use(oneAtATime);
  app.use(measureRequests(app.get(Metrics)));
  app.use(requestId);
  app.use(recordRefusals(app.get(Refusals)));
  app.use(securityHeaders(ownOrigin));
  app.use((request: Request, response: Response, next: NextFunction) => {
    request.isOverTls = ownOrigin.isOverTls(request);
    if (request.isOverTls) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    // Answers of the API are private; the portal's files set their own caching headers.
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  app.use(compressedAnswers());
  app.useWebSocketAdapter(new RawWsAdapter(app));
  // `verify` is missing in Nest's type, but is passed on.
  const json = { limit: '100kb', verify: refuseDeepJson };
  app.useBodyParser('json', json);
  app.useBodyParser('raw', { type: CSV, limit: '1mb' });
  app.setGlobalPrefix('api');
  servePortal(app);
  serveOpenApi(app, PRODUCT_VERSION);
  app.enableShutdownHooks([...STOP_SIGNALS], { useProcessExit: true });
  return app;
}
