import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
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

  it('believes whoever is at the other end of our own socket, and names nobody else of itself', () => {
    const onSocket = new TrustedProxies({ trustedProxies: ['10.0.0.0/8'], socketPath: '/run/vmm/api.sock' });
    const sent = { headers: { host: 'localhost', ...forwarded }, socket: {} } as unknown as IncomingMessage;
    expect(onSocket.clientAddress(sent)).toBe('192.0.2.7');
    expect(onSocket.host(sent)).toBe('vm.example');
    expect(onSocket.isOverTls(sent)).toBe(true);
    expect(proxies.isOverTls(sent)).toBe(false);
    expect(proxies.clientAddress(sent)).toBe('');
  });

  it.each([
    ['garbage', '10.0.0.2'],
    ['6.6.6.6, garbage', '10.0.0.2'],
    ['garbage, 192.0.2.7', '192.0.2.7'],
    ['192.0.2.7:55123', '192.0.2.7'],
    ['[2001:DB8::7]:443', '2001:db8::7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['192.0.2.7, [::ffff:10.1.1.1]:80', '192.0.2.7'],
    ['unknown, 10.1.1.1', '10.1.1.1'],
    ['', '10.0.0.2'],
    [' , ,', '10.0.0.2'],
    ['x'.repeat(5000), '10.0.0.2'],
  ])('of "%s" an address comes, never anything else', (header, address) => {
    expect(proxies.clientAddress(from('10.0.0.2', { 'x-forwarded-for': header }))).toBe(address);
  });

  it('says once that a peer’s forwarded headers do not count', () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const strict = new TrustedProxies({ trustedProxies: ['10.0.0.0/8'] });
    strict.clientAddress(from('10.0.0.2', forwarded));
    strict.clientAddress(from('192.0.2.9'));
    expect(warn).not.toHaveBeenCalled();
    for (let n = 0; n < 3; n++) strict.clientAddress(from('192.0.2.9', forwarded));
    expect(warn.mock.calls).toEqual([[expect.stringContaining('TRUSTED_PROXIES=192.0.2.9')]]);
    warn.mockRestore();
  });
});
