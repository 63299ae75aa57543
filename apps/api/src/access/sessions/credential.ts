import type { IncomingMessage } from 'node:http';
import { sessionTokensOf } from './session-cookie.js';

/** What someone shows to say who they are: a browser its cookie, a script its access token. */
export interface Credential {
  kind: 'browser' | 'token';
  /** More than one when a neighbour has set a cookie beside ours: of those that are ours, the first counts. */
  secrets: string[];
}

/** `Authorization: Bearer` wins over a cookie, so that what a token may not do is not done with a cookie nearby. */
export function credentialOf(request: IncomingMessage, isOverTls: boolean): Credential | undefined {
  const bearer = /^bearer(?:\s+(.*))?$/i.exec(request.headers.authorization ?? '');
  if (bearer) return { kind: 'token', secrets: [bearer[1]?.trim() ?? ''] };
  const cookies = sessionTokensOf(request, isOverTls);
  return cookies.length === 0 ? undefined : { kind: 'browser', secrets: cookies };
}
