import type { Request } from 'express';
import type { Params } from 'nestjs-pino';
import pino, { type DestinationStream } from 'pino';
import type { Environment } from '../config/environment.js';
import { withSafeErrors } from './error-for-log.js';
import { terminalLog } from './terminal-log.js';

/** Names of fields that are removed from everything that is logged. */
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

/** Nest's own words about how it puts the program together. */
const FRAMEWORK = new Set([
  ...['NestFactory', 'NestApplication', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer'],
  ...['WebSocketsController', 'LegacyRouteConverter'],
]);
const INFO = 30;

/** Lines of JSON on standard error, on a terminal lines to read: standard output is for the person who starts the program. */
export function loggingOptions(
  { logLevel }: Pick<Environment, 'logLevel'>,
  destination: DestinationStream = standardError(),
): Params {
  return {
    pinoHttp: [
      {
        level: logLevel,
        // The id was set first of all, see request-id.ts.
        genReqId: ({ id }) => id,
        redact: redaction,
        hooks: {
          // First of all: pino itself would take the error's message as it is.
          logMethod(args, method, level) {
            if (level === INFO && FRAMEWORK.has(contextOf(args[0]))) return this.debug(...args);
            method.apply(this, args.map((arg) => withSafeErrors(arg)) as typeof args);
          },
        },
        // The requests and answers themselves, not what pino makes of them.
        wrapSerializers: false,
        serializers: {
          req: toRequestLine,
          res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
          err: (error: unknown) => error,
        },
        customLogLevel: (request, { statusCode }, error) => {
          if (error || statusCode >= 500) return 'warn';
          // Something that watches us asks every few seconds.
          return request.url === '/api/health/live' ? 'debug' : 'info';
        },
        // The error itself was logged where it was caught.
        customErrorObject: (_request, _response, _error, { req, res, responseTime }) => ({
          req,
          res,
          responseTime,
        }),
      },
      destination,
    ],
  };
}

function standardError(): DestinationStream {
  if (process.stderr.isTTY) return terminalLog((text) => process.stderr.write(text));
  const destination = pino.destination(2);
  // Nobody reads the log any more.
  destination.on('error', () => undefined);
  return destination;
}

const contextOf = (logged: unknown) => String((logged as { context?: unknown } | undefined)?.context);

/** Query strings may hold what people search for, or a secret by mistake. */
function toRequestLine({ id, method, originalUrl, ip }: Request) {
  return { id, method, path: originalUrl.split('?')[0], client: ip };
}
