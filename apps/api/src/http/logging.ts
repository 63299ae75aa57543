import type { Request } from 'express';
import type { Params } from 'nestjs-pino';
import pino from 'pino';
import type { Environment } from '../config/environment.js';

/** Never logged, wherever it stands in what is logged. */
const SECRET_NAMES = [
  'password',
  'rootPassword',
  'currentPassword',
  'newPassword',
  'cookie',
  'authorization',
];
const SECRET_PATHS = [
  ...SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  '*.headers["set-cookie"]',
  '*.headers["sec-websocket-protocol"]',
];

export const redaction = { paths: SECRET_PATHS, censor: '[secret]' };

/** Lines of JSON on standard error: standard output is for the person who starts the program. */
export function loggingOptions({ logLevel }: Environment): Params {
  return {
    pinoHttp: [
      {
        level: logLevel,
        // Given before everything else, see request-id.ts.
        genReqId: ({ id }) => id,
        redact: redaction,
        serializers: {
          req: toRequestLine,
          res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
        },
        customLogLevel: (_request, response, error) =>
          error || response.statusCode >= 500 ? 'warn' : 'info',
        // The error itself was logged where it was caught.
        customErrorObject: (_request, _response, _error, { req, res, responseTime }) => ({
          req,
          res,
          responseTime,
        }),
      },
      pino.destination(2),
    ],
  };
}

/** Query strings may hold what people search for, or a secret by mistake. */
function toRequestLine({ id, method, url, raw }: { id: unknown; method: string; url: string; raw: Request }) {
  return { id, method, path: url.split('?')[0], client: raw.ip };
}
