import { Inject, Injectable, Logger } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { ipAddress } from './ip-address.js';

/**
 * Reads address, host and scheme of a request; forwarded headers count only when a proxy of TRUSTED_PROXIES sent them. For
 * Express and WebSockets.
 */
@Injectable()
export class TrustedProxies {
  private readonly logger = new Logger(TrustedProxies.name);
  private readonly trusted = new BlockList();
  private hasHinted = false;

  constructor(
    @Inject(ENVIRONMENT)
    private readonly environment: Pick<Environment, 'trustedProxies'> &
      Partial<Pick<Environment, 'socketPath'>>,
  ) {
    for (const entry of environment.trustedProxies) {
      const [address = '', prefix] = entry.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      this.trusted.addSubnet(
        address,
        prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix),
        family,
      );
    }
  }

  /** Nobody has an address on our own Unix socket: the rights of its folder say who may be there. */
  trusts(address: string | undefined): boolean {
    if (address === undefined) return Boolean(this.environment.socketPath);
    const plain = ipAddress(address);
    return plain !== null && this.trusted.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  }

  /** The nearest address that does not belong to a trusted proxy. An entry that is no address ends the search. */
  clientAddress(request: IncomingMessage): string {
    let nearest = ipAddress(request.socket.remoteAddress ?? '') ?? '';
    const forwarded = words(request.headers['x-forwarded-for']);
    let isTrusted = this.trusts(request.socket.remoteAddress);
    if (forwarded.length > 0 && !isTrusted) this.hint(nearest);
    for (const word of forwarded.reverse()) {
      const before = isTrusted ? ipAddress(word) : null;
      if (before === null) break;
      nearest = before;
      isTrusted = this.trusts(nearest);
    }
    return nearest;
  }

  /** The host, with its port, that the browser asked for. */
  host(request: IncomingMessage): string {
    return this.forwarded(request, 'x-forwarded-host') ?? request.headers.host ?? '';
  }

  isOverTls(request: IncomingMessage): boolean {
    const scheme = this.forwarded(request, 'x-forwarded-proto');
    return scheme === undefined ? request.socket instanceof TLSSocket : scheme.toLowerCase() === 'https';
  }

  /** Behind a proxy that is not in TRUSTED_PROXIES a whole school looks like one address: logged once for the administrator. */
  private hint(peer: string): void {
    if (this.hasHinted || peer === '') return;
    this.hasHinted = true;
    this.logger.warn(
      `${peer} sends X-Forwarded-For, which does not count, so everyone behind it is one address here. ` +
        `If it is your reverse proxy, set TRUSTED_PROXIES=${peer}; otherwise there is nothing to do.`,
    );
  }

  private forwarded(request: IncomingMessage, header: string): string | undefined {
    return this.trusts(request.socket.remoteAddress) ? words(request.headers[header])[0] : undefined;
  }
}

function words(header: string | string[] | undefined): string[] {
  return [header ?? []]
    .flat()
    .flatMap((text) => text.split(',').map((word) => word.trim()))
    .filter(Boolean);
}
