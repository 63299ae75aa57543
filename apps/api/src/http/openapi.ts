import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Express } from 'express';
import { createHash } from 'node:crypto';
import { SESSION_COOKIE } from '../auth/session-cookie.js';

const ACCESS_TOKEN = 'access_token';

export function serveOpenApi(app: NestExpressApplication, version: string): void {
  const about = new DocumentBuilder()
    .setTitle('VM Manager')
    .setDescription(
      'Errors are `application/problem+json` (RFC 9457); `Accept-Language` chooses French or English.',
    )
    .setVersion(version)
    .addCookieAuth(SESSION_COOKIE, { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE })
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A personal access token' }, ACCESS_TOKEN)
    // Either of the two.
    .addSecurityRequirements(SESSION_COOKIE)
    .addSecurityRequirements(ACCESS_TOKEN)
    .build();
  const document = once(() => SwaggerModule.createDocument(app, about));
  SwaggerModule.setup('api/docs', app, document, { raw: false, customSiteTitle: 'VM Manager API' });
  serveJson(app, '/api/openapi.json', document);
}

/** It is public and large: made into text once, not for each who asks. */
function serveJson(app: NestExpressApplication, path: string, document: () => OpenAPIObject): void {
  const prepared = once(() => {
    const text = Buffer.from(JSON.stringify(document()));
    return { text, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
  });
  (app.getHttpAdapter().getInstance() as Express).get(path, (request, response) => {
    const { text, etag } = prepared();
    response.setHeader('Cache-Control', 'no-cache');
    response.setHeader('ETag', etag);
    if (request.fresh) return void response.status(304).end();
    response.type('json').send(text);
  });
}

function once<Result>(make: () => Result): () => Result {
  let made: { result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}
