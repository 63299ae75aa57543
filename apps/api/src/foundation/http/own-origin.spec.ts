import { describe, expect, it } from '@jest/globals';
import { isNameOfOurs, isOwnOrigin } from './own-origin.js';

const here = { publicUrl: null, host: 'vm.example:3000' };
const published = { publicUrl: 'https://vm.example', host: '127.0.0.1:3000' };

describe('an origin is our own', () => {
  it('when there is none: a script, no page', () => expect(isOwnOrigin(undefined, published)).toBe(true));
  it('when it is where the request went', () =>
    expect(isOwnOrigin('http://vm.example:3000', here)).toBe(true));
  it('behind a proxy that ends TLS', () =>
    expect(isOwnOrigin('https://vm.example', { publicUrl: null, host: 'vm.example' })).toBe(true));
  it('when it is PUBLIC_URL', () => expect(isOwnOrigin('https://vm.example', published)).toBe(true));
});

describe('an origin is foreign', () => {
  it.each([
    'https://evil.example',
    'http://vm.example',
    'http://vm.example:3001',
    'http://sub.vm.example:3000',
  ])('when it is another host or port: %s', (origin) => expect(isOwnOrigin(origin, here)).toBe(false));
  it('when it is where the request went but PUBLIC_URL is elsewhere', () =>
    expect(isOwnOrigin('http://127.0.0.1:3000', published)).toBe(false));
  it('when PUBLIC_URL has another scheme', () =>
    expect(isOwnOrigin('http://vm.example', published)).toBe(false));
  it.each(['null', '', 'file://', 'vm.example:3000', 'chrome-extension://vm.example:3000'])(
    'when it is no web page: "%s"',
    (origin) => expect(isOwnOrigin(origin, here)).toBe(false),
  );
});

describe('where nothing says how we are called, a name', () => {
  const own = ['srv-vm.lycee.example', '0.0.0.0'];
  it.each([
    '127.0.0.1:3000',
    '192.168.1.20',
    '[::1]:3000',
    '[2001:db8::1]',
    'localhost:3000',
    'portail.localhost',
    'server:3000',
    'SERVER',
    'srv-vm.local:3000',
    'srv-vm.lycee.example:3000',
    'SRV-VM.lycee.example.',
  ])('that no stranger can have is ours: %s', (host) => expect(isNameOfOurs(host, own)).toBe(true));
  it.each([
    'evil.example',
    'evil.example:3000',
    'srv-vm.lycee.example.evil.example',
    '127.0.0.1.evil.example',
    'evil.local.example',
    '',
    'a b',
  ])('that a stranger may let lead here is not: %s', (host) => expect(isNameOfOurs(host, own)).toBe(false));
});
