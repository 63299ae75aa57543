import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
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
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, about), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'VM Manager API',
  });
}
