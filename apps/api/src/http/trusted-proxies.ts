import { Inject, Injectable } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { ENVIRONMENT, type Environment } from '../config/environment.js';

/** What a request says of its sender, where only TRUSTED_PROXIES may say it in headers. For Express and WebSockets. */
@Injectable()
export class TrustedProxies {
  private readonly trusted = new BlockList();

  constructor(@Inject(ENVIRONMENT) { trustedProxies }: Pick<Environment, 'trustedProxies'>) {
    for (const entry of trustedProxies) {
      const [address = '', prefix] = entry.split('/');
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      this.trusted.addSubnet(
        address,
        prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix),
        family,
      );
    }
  }

  trusts(address: string): boolean {
    const plain = plainAddress(address);
    return isIP(plain) !== 0 && this.trusted.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
  }

  /** The nearest address that is no trusted proxy's. */
  clientAddress(request: IncomingMessage): string {
    const forwarded = words(request.headers['x-forwarded-for']).map(plainAddress);
    const chain = [...forwarded, plainAddress(request.socket.remoteAddress ?? '')].reverse();
    return chain.find((address) => !this.trusts(address)) ?? chain.at(-1) ?? '';
  }

  /** The host, with its port, that the browser asked for. */
  host(request: IncomingMessage): string {
    return this.forwarded(request, 'x-forwarded-host') ?? request.headers.host ?? '';
  }

  isOverTls(request: IncomingMessage): boolean {
    const scheme = this.forwarded(request, 'x-forwarded-proto');
    return scheme === undefined ? request.socket instanceof TLSSocket : scheme.toLowerCase() === 'https';
  }

  private forwarded(request: IncomingMessage, header: string): string | undefined {
    return this.trusts(request.socket.remoteAddress ?? '') ? words(request.headers[header])[0] : undefined;
  }
}

function words(header: string | string[] | undefined): string[] {
  return [header ?? []]
    .flat()
    .flatMap((text) => text.split(',').map((word) => word.trim()))
    .filter(Boolean);
}

/** A dual-stack socket shows IPv4 addresses as `::ffff:192.0.2.1`. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}
