import type { Params } from 'nestjs-pino';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import pino from 'pino';
import type { Environment } from '../config/environment.js';

const REQUEST_ID = 'x-request-id';

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

/** Lines of JSON on standard error: standard output is for the person who starts the program. */
export function loggingOptions({ logLevel }: Environment): Params {
  return {
    pinoHttp: [
      {
        level: logLevel,
        genReqId: requestId,
        redact: { paths: SECRET_PATHS, censor: '[secret]' },
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
      pino.destination({ fd: 2, sync: false }),
    ],
  };
}

/** A proxy's id when it looks like one, so that both logs can be read together. */
function requestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers[REQUEST_ID];
  const id = typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
  response.setHeader(REQUEST_ID, id);
  return id;
}

/** Query strings may hold what people search for, or a secret by mistake. */
function toRequestLine({ id, method, url, remoteAddress }: Record<string, unknown>) {
  return { id, method, path: String(url).split('?')[0], remoteAddress };
}
