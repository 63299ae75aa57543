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
import { requestId } from '../foundation/http/request-id.js';
import { securityHeaders } from '../foundation/http/security-headers.js';
import { TrustedProxies } from '../foundation/http/trusted-proxies.js';

/** What Nest's options and modules cannot say; the program and the tests start with the same. */
export function configureApp(app: NestExpressApplication): NestExpressApplication {
  const ownOrigin = app.get(OwnOrigin);
  const proxies = app.get(TrustedProxies);
  app.useLogger(app.get(Logger));
  app.set('trust proxy', (address: string) => proxies.trusts(address));
  // Express has its router by now, so that its setting of this name would come too late.
  Object.assign((app.getHttpAdapter().getInstance() as Express).router, { caseSensitive: true });
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  guardConnections(app.getHttpServer(), (address) => proxies.trusts(address));
  app.use(oneAtATime);
  app.use(requestId);
  app.use(recordRefusals(app.get(Refusals)));
  app.use(securityHeaders(ownOrigin));
  app.use((request: Request, response: Response, next: NextFunction) => {
    request.isOverTls = ownOrigin.isOverTls(request);
    if (request.isOverTls) response.setHeader('Strict-Transport-Security', 'max-age=31536000');
    // What the API answers is someone's own; files of the portal say otherwise themselves.
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  app.use(compressedAnswers());
  app.useWebSocketAdapter(new RawWsAdapter(app));
  // Nest's type leaves `verify` out, and passes it on.
  const json = { limit: '100kb', verify: refuseDeepJson };
  app.useBodyParser('json', json);
  app.useBodyParser('raw', { type: CSV, limit: '1mb' });
  app.setGlobalPrefix('api');
  servePortal(app);
  serveOpenApi(app, PRODUCT_VERSION);
  app.enableShutdownHooks([...STOP_SIGNALS], { useProcessExit: true });
  return app;
}
