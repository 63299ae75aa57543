import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { IncomingMessage } from 'node:http';
import { randomBytes } from 'node:crypto';
import '../../foundation/http/express-request.js';

export const SESSION_COOKIE = 'vmm_session';
/** Recognises a browser in which somebody has signed in before. It signs nobody in. */
const KNOWN_BROWSER = 'vmm_browser';
const COOKIES_LOOKED_AT = 5;
const KNOWN_FOR_MS = 180 * 24 * 3600_000;

/** Over TLS the prefix makes browsers accept the cookie from this host only, not from other hosts of the domain. */
const nameOf = (name: string, isOverTls: boolean) => (isOverTls ? `__Host-${name}` : name);

/** Without TLS another host of the domain may set a cookie of the same name: the browser sends both, in any order. */
export function sessionTokensOf(request: IncomingMessage, isOverTls: boolean): string[] {
  return cookiesOf(request, nameOf(SESSION_COOKIE, isOverTls));
}

function cookiesOf({ headers }: IncomingMessage, name: string): string[] {
  const pairs = (headers.cookie ?? '').split(';');
  return pairs.flatMap((pair) => parse(pair)[name] || []).slice(0, COOKIES_LOOKED_AT);
}

/** The browser's end of a session: `@BrowserSession() browser`. The cookie goes when the browser is closed. */
export class BrowserSession {
  private readonly isOverTls: boolean;

  constructor(
    private readonly request: Request,
    private readonly response: Response,
  ) {
    this.isOverTls = request.isOverTls === true;
  }

  get tokens(): string[] {
    return sessionTokensOf(this.request, this.isOverTls);
  }

  /** The User-Agent header, shortened: it may be of any length. */
  get userAgent(): string | null {
    return this.request.headers['user-agent']?.slice(0, 300) ?? null;
  }

  give(token: string): void {
    this.response.cookie(nameOf(SESSION_COOKIE, this.isOverTls), token, this.options());
  }

  take(): void {
    this.response.clearCookie(nameOf(SESSION_COOKIE, this.isOverTls), this.options());
  }

  /** The secret by which this browser is recognised next time, made when it has none. */
  recognise(): string {
    const known = knownBrowserOf(this.request) ?? randomBytes(32).toString('base64url');
    const options = { ...this.options(), maxAge: KNOWN_FOR_MS };
    this.response.cookie(nameOf(KNOWN_BROWSER, this.isOverTls), known, options);
    return known;
  }

  private options(): CookieOptions {
    return { httpOnly: true, sameSite: 'strict', path: '/', secure: this.isOverTls };
  }
}

export function knownBrowserOf(request: Request): string | undefined {
  const shown = cookiesOf(request, nameOf(KNOWN_BROWSER, request.isOverTls === true));
  return shown.find((value) => /^[\w-]{43}$/.test(value));
}

export const Browser = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const http = context.switchToHttp();
  return new BrowserSession(http.getRequest<Request>(), http.getResponse<Response>());
});
