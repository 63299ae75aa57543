import { expect, it } from '@jest/globals';
import { pathForLog } from './path-for-log.js';

it.each([
  ['/api/vms', '/api/vms'],
  [
    '/api/vms/0b5f4bb2-0c3a-4c1e-8f57-7b2f0a3c9d11/force-off',
    '/api/vms/0b5f4bb2-0c3a-4c1e-8f57-7b2f0a3c9d11/force-off',
  ],
  ['/api/audit.csv?person=alice&secret=x', '/api/audit.csv'],
  ['/api/users/S3cret!', '/api/users/…'],
  ['/api/%0Aword', '/api/…'],
  ['', '/'],
])('%s is written as %s', (url, path) => expect(pathForLog(url)).toBe(path));
