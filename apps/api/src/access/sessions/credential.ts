import type { IncomingMessage } from 'node:http';
import { sessionTokensOf } from './session-cookie.js';

/** What someone shows to say who they are: a browser its cookie, a script its access token. */
export interface Credential {
  kind: 'browser' | 'token';
  /** Several when another site of the same domain set a cookie of this name: the first that is a session of ours counts. */
  secrets: string[];
}

/** `Authorization: Bearer` wins over a cookie: what the token may not do must not be allowed by the cookie. */
export function credentialOf(request: IncomingMessage, isOverTls: boolean): Credential | undefined {
  const bearer = /^bearer(?:\s+(.*))?$/i.exec(request.headers.authorization ?? '');
  if (bearer) return { kind: 'token', secrets: [bearer[1]?.trim() ?? ''] };
  const cookies = sessionTokensOf(request, isOverTls);
  return cookies.length === 0 ? undefined : { kind: 'browser', secrets: cookies };
}
