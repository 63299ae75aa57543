import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Names with a hash of their content never change. */
const HASHED = /[.-][A-Za-z0-9_-]{8,}\.(js|css|woff2?|svg|png|ico|map)$/;

/** The built portal beside the built API; without it the API stands alone. */
const PORTAL = join(import.meta.dirname, '../../../portal/dist');

export function servePortal(app: NestExpressApplication, folder = PORTAL): void {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return;
  app.useStaticAssets(folder, {
    setHeaders: (response: Response, path: string) => {
      response.setHeader(
        'Cache-Control',
        HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  // The portal's own addresses: the page finds out by itself where it is.
  app.use((request: Request, response: Response, next: NextFunction) => {
    const isPage =
      ['GET', 'HEAD'].includes(request.method) &&
      !/^\/api(\/|$)/.test(request.path) &&
      !/\.\w+$/.test(request.path);
    if (!isPage) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(index);
  });
}
