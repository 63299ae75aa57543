import { expect, it } from '@jest/globals';
import { ipAddress } from './ip-address.js';

it.each([
  ['203.0.113.9', '203.0.113.9'],
  [' 203.0.113.9 ', '203.0.113.9'],
  ['203.0.113.9:1234', '203.0.113.9'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::FFFF:cb00:7109', '203.0.113.9'],
  ['[::ffff:203.0.113.9]:443', '203.0.113.9'],
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::1', '::1'],
])('%s is %s', (text, address) => expect(ipAddress(text)).toBe(address));

it.each([
  '',
  'garbage',
  'unknown',
  '_hidden',
  '999.1.1.1',
  '1.2.3',
  '01.2.3.4',
  '1.2.3.4:port',
  '1.2.3.4:',
  '1.2.3.4, 5.6.7.8',
  'checking 203.0.113.9',
  '[::1',
  '[garbage]:80',
  '2001:db8::1:443:x',
  "'; drop table x",
  'a'.repeat(5000),
])('"%s" is no address', (text) => expect(ipAddress(text)).toBeNull());
