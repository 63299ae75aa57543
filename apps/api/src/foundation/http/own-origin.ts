import { Inject, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { computerNames } from './computer-names.js';
import { TrustedProxies } from './trusted-proxies.js';

/** Whether a request may come from a page of ours. Requests without `Origin` come from no page, but from curl or a script. */
export function isOwnOrigin(
  origin: string | undefined,
  { publicUrl, host }: { publicUrl: string | null; host: string },
): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const { host: originHost, protocol, origin: normal } = new URL(origin);
  if (!/^https?:$/.test(protocol)) return false;
  // The scheme is not compared: a proxy that ends TLS may not report it.
  return publicUrl === null ? sameHost(originHost, host) : normal === publicUrl;
}

function sameHost(one: string, other: string): boolean {
  const plain = (host: string) => host.toLowerCase().replace(/:(80|443)$/, '');
  return other !== '' && plain(one) === plain(other);
}

/** Domains that exist inside a local network only: no stranger can register a name in them. */
const LOCAL_SUFFIXES = ['.localhost', '.local', '.lan', '.internal', '.home.arpa'];

/**
 * Whether a page at this host can only be ours, when no PUBLIC_URL is configured. A stranger can let a domain name point to our
 * address (DNS rebinding), and a page there would pass as "the request's own host". A stranger cannot own an IP address, a name
 * without a domain, or one of this computer's own names.
 */
export function isNameOfOurs(host: string, ownNames: readonly string[]): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname.replace(/\.$/, '');
  return (
    isIP(name.replace(/^\[|\]$/g, '')) !== 0 ||
    !name.includes('.') ||
    LOCAL_SUFFIXES.some((suffix) => name.endsWith(suffix)) ||
    ownNames.some((own) => own.toLowerCase() === name)
  );
}

/** The same for requests and for upgrades to a WebSocket. */
@Injectable()
export class OwnOrigin {
  private readonly computerNames = computerNames();

  constructor(
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    private readonly proxies: TrustedProxies,
  ) {}

  sent(request: IncomingMessage): boolean {
    const { publicUrl } = this.environment;
    if (request.headers.origin !== undefined && !this.knowsName(request)) return false;
    return isOwnOrigin(request.headers.origin, { publicUrl, host: this.proxies.host(request) });
  }

  /** Whether this request asked for a host name of ours. A trusted proxy is responsible for the names that it serves. */
  knowsName(request: IncomingMessage): boolean {
    const { publicUrl, host } = this.environment;
    return (
      publicUrl !== null ||
      this.proxies.trusts(request.socket.remoteAddress) ||
      isNameOfOurs(this.proxies.host(request), [...this.computerNames, host])
    );
  }

  /** Where browsers find us: `PUBLIC_URL`, else where this request went. Without a slash at the end. */
  of(request: IncomingMessage): string {
    const scheme = this.proxies.isOverTls(request) ? 'https' : 'http';
    return this.environment.publicUrl ?? `${scheme}://${this.proxies.host(request)}`;
  }

  /** Whether browsers reach us by HTTPS, as far as `PUBLIC_URL` or proxies that we trust say. */
  isOverTls(request: IncomingMessage): boolean {
    return this.of(request).startsWith('https:');
  }
}
