import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { TrustedProxies } from './trusted-proxies.js';

const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ headers: { host: 'inner:3000', ...headers }, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe('TrustedProxies', () => {
  const proxies = new TrustedProxies({ trustedProxies: ['10.0.0.0/8', '::1'] });
  const forwarded = {
    'x-forwarded-for': '6.6.6.6, 192.0.2.7, 10.1.1.1',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'vm.example',
  };

  it('takes the nearest address that is no proxy of ours', () => {
    expect(proxies.clientAddress(from('10.0.0.2', forwarded))).toBe('192.0.2.7');
    expect(proxies.clientAddress(from('::ffff:10.0.0.2', forwarded))).toBe('192.0.2.7');
  });

  it('believes nothing that a stranger says', () => {
    const stranger = from('192.0.2.9', forwarded);
    expect(proxies.clientAddress(stranger)).toBe('192.0.2.9');
    expect(proxies.host(stranger)).toBe('inner:3000');
    expect(proxies.isOverTls(stranger)).toBe(false);
  });

  it('believes host and scheme of a proxy', () => {
    expect(proxies.host(from('::1', forwarded))).toBe('vm.example');
    expect(proxies.isOverTls(from('::1', forwarded))).toBe(true);
  });

  it('trusts nobody by default', () => {
    expect(new TrustedProxies({ trustedProxies: [] }).clientAddress(from('127.0.0.1', forwarded))).toBe(
      '127.0.0.1',
    );
  });
});
