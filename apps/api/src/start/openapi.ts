import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Express } from 'express';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { SESSION_COOKIE } from '../access/sessions/session-cookie.js';

const ACCESS_TOKEN = 'access_token';
const DOCUMENT = '/api/openapi.json';

export function serveOpenApi(app: NestExpressApplication, version: string): void {
  const about = new DocumentBuilder()
    .setTitle('VM Manager')
    .setDescription(
      'Errors are `application/problem+json` (RFC 9457); `Accept-Language` chooses French or English. ' +
        'Over HTTPS the cookie’s name begins with `__Host-`.',
    )
    .setVersion(version)
    .addCookieAuth(SESSION_COOKIE, { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE })
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A personal access token' }, ACCESS_TOKEN)
    // Either of the two.
    .addSecurityRequirements(SESSION_COOKIE)
    .addSecurityRequirements(ACCESS_TOKEN)
    .build();
  const document = once(() => SwaggerModule.createDocument(app, about));
  serveJson(app, DOCUMENT, document);
  // The page loads the document by its address; otherwise each visit would write it into a script anew.
  const options = {
    raw: false,
    customSiteTitle: 'VM Manager API',
    swaggerOptions: { url: DOCUMENT, spec: {} },
  };
  SwaggerModule.setup('api/docs', app, () => ({ ...about, paths: {} }), options);
}

/** The document is public and large: it is serialised and compressed once, not at each request. */
function serveJson(app: NestExpressApplication, path: string, document: () => OpenAPIObject): void {
  const prepared = once(() => {
    const text = Buffer.from(JSON.stringify(document()));
    return {
      text,
      gzipped: gzipSync(text),
      etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
    };
  });
  (app.getHttpAdapter().getInstance() as Express).get(path, (request, response) => {
    const { text, gzipped, etag } = prepared();
    response.vary('Accept-Encoding');
    // It is compressed already.
    response.setHeader('Cache-Control', 'no-cache, no-transform');
    response.setHeader('ETag', etag);
    if (request.fresh) return void response.status(304).end();
    const isGzipped = request.acceptsEncodings('gzip', 'identity') === 'gzip';
    if (isGzipped) response.setHeader('Content-Encoding', 'gzip');
    response.type('json').send(isGzipped ? gzipped : text);
  });
}

function once<Result>(make: () => Result): () => Result {
  let made: { result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}
