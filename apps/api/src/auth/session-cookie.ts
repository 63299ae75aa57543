import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { parse } from 'cookie';
import type { CookieOptions, Request, Response } from 'express';
import type { IncomingMessage } from 'node:http';

export const SESSION_COOKIE = 'vmm_session';

export function sessionTokenOf(request: IncomingMessage): string | undefined {
  return parse(request.headers.cookie ?? '')[SESSION_COOKIE] || undefined;
}

/** The browser's end of a session: `@BrowserSession() browser`. The cookie goes when the browser is closed. */
export class BrowserSession {
  constructor(
    private readonly request: Request,
    private readonly response: Response,
  ) {}

  get token(): string | undefined {
    return sessionTokenOf(this.request);
  }

  /** What it says of itself; a header may be of any length. */
  get userAgent(): string | null {
    return this.request.headers['user-agent']?.slice(0, 300) ?? null;
  }

  give(token: string): void {
    this.response.cookie(SESSION_COOKIE, token, this.options());
  }

  take(): void {
    this.response.clearCookie(SESSION_COOKIE, this.options());
  }

  private options(): CookieOptions {
    return { httpOnly: true, sameSite: 'strict', path: '/', secure: this.request.isOverTls === true };
  }
}

export const Browser = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const http = context.switchToHttp();
  return new BrowserSession(http.getRequest<Request>(), http.getResponse<Response>());
});
