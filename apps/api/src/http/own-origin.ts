import { Inject, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { TrustedProxies } from './trusted-proxies.js';

/** Whether a page of ours may have sent this. Without `Origin` it is no page: curl, a script. */
export function isOwnOrigin(
  origin: string | undefined,
  { publicUrl, host }: { publicUrl: string | null; host: string },
): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { host: originHost, protocol, origin: normal } = new URL(origin);
  if (!/^https?:$/.test(protocol)) return false;
  // The scheme is not compared: a proxy that ends TLS need not tell us.
  return publicUrl === null ? sameHost(originHost, host) : normal === publicUrl;
}

function sameHost(one: string, other: string): boolean {
  const plain = (host: string) => host.toLowerCase().replace(/:(80|443)$/, '');
  return other !== '' && plain(one) === plain(other);
}

/** The same for a request, an upgrade to a WebSocket too. */
@Injectable()
export class OwnOrigin {
  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly proxies: TrustedProxies,
  ) {}

  sent(request: IncomingMessage): boolean {
    const { publicUrl } = this.environment;
    return isOwnOrigin(request.headers.origin, { publicUrl, host: this.proxies.host(request) });
  }

  /** Where browsers find us: `PUBLIC_URL`, else where this request went. Without a slash at the end. */
  of(request: IncomingMessage): string {
    const scheme = this.proxies.isOverTls(request) ? 'https' : 'http';
    return this.environment.publicUrl ?? `${scheme}://${this.proxies.host(request)}`;
  }
}
