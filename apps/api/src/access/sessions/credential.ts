import type { IncomingMessage } from 'node:http';
import { sessionTokenOf } from './session-cookie.js';

/** What someone shows to say who they are: a browser its cookie, a script its access token. */
export interface Credential {
  kind: 'browser' | 'token';
  secret: string;
}

/** `Authorization: Bearer` wins over a cookie, so that what a token may not do is not done with a cookie nearby. */
export function credentialOf(request: IncomingMessage, isOverTls: boolean): Credential | undefined {
  const bearer = /^bearer(?:\s+(.*))?$/i.exec(request.headers.authorization ?? '');
  if (bearer) return { kind: 'token', secret: bearer[1]?.trim() ?? '' };
  const cookie = sessionTokenOf(request, isOverTls);
  return cookie === undefined ? undefined : { kind: 'browser', secret: cookie };
}
