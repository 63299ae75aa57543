import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fromProjectRoot } from '../foundation/config/project-root.js';

/** Names with a hash of their content never change. */
const HASHED = /[.-][A-Za-z0-9_-]{8,}\.(js|css|woff2?|svg|png|ico|map)(\.br|\.gz)?$/;

/** The compressed forms that the build leaves beside a file, best first. */
const ENDING_OF = { br: '.br', gzip: '.gz' } as const;

/** The built portal beside the built API; without it the API stands alone. */
const PORTAL = fromProjectRoot('apps/portal/dist');

export function servePortal(app: NestExpressApplication, folder = PORTAL): void {
  if (!existsSync(join(folder, 'index.html'))) return;
  const names = new Set(readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `/${name}`));
  const files = express.static(folder, {
    index: false,
    redirect: false,
    setHeaders: (response: Response, path: string) => {
      response.setHeader(
        'Cache-Control',
        HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!['GET', 'HEAD'].includes(request.method)) return next();
    const asked = request.url;
    const path = isPage(request.path) ? '/index.html' : request.path;
    request.url = path + compressedEnding(path, names, request, response);
    files(request, response, (error?: unknown) => {
      request.url = asked;
      next(error);
    });
  });
}

/**
 * Addresses of pages: all answer with the same document, whose router does the rest. A path with an ending is a file, or
 * does not exist.
 */
const isPage = (path: string) => !/^\/api(\/|$)/.test(path) && !/\.\w+$/.test(path);

/** Chooses the form compressed at build time, when the browser accepts it; each form has its own ETag and ranges. */
function compressedEnding(path: string, names: Set<string>, request: Request, response: Response): string {
  const made = Object.entries(ENDING_OF).filter(([, ending]) => names.has(path + ending));
  if (made.length === 0) return '';
  response.vary('Accept-Encoding');
  const chosen = made.find(([name]) => request.acceptsEncodings(name));
  if (!chosen) return '';
  const [encoding, ending] = chosen;
  response.setHeader('Content-Encoding', encoding);
  response.type(extname(path));
  return ending;
}
