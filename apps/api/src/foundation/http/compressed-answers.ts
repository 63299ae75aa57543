import compression from 'compression';
import type { Request, RequestHandler, Response } from 'express';
import { constants } from 'node:zlib';

const WORTH_IT_BYTES = 1024;
/** A tenth larger than at the usual level, for half of the processor's time. */
const LEVEL = 1;

/**
 * Lists are repetitive: 200 machines are 278 kB, or 15 kB compressed. Not events, which would wait in the compressor.
 * A secret cannot be guessed by the length of an answer (BREACH): no answer holds both a secret and what a stranger chose,
 * and no other site can make a browser ask, as the session's cookie is SameSite=Strict.
 */
export const compressedAnswers = (): RequestHandler =>
  compression({
    threshold: WORTH_IT_BYTES,
    level: LEVEL,
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: LEVEL } },
    filter: (request: Request, response: Response) =>
      // Public and large: compressed once in advance, so that strangers cannot make us compress it again and again.
      !request.path.startsWith('/api/docs') &&
      !/^text\/event-stream/.test(String(response.getHeader('Content-Type'))) &&
      compression.filter(request, response),
  });
