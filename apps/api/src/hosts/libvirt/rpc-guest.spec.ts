import { expect, it } from '@jest/globals';
import { toFileSystems } from './rpc-guest.js';

const GIB = 2 ** 30;
const root = { name: 'vda1', mountpoint: '/', type: 'ext4', 'used-bytes': GIB, 'total-bytes': 2 * GIB };

it('a guest’s file systems are taken as it says, as long as that makes sense', () => {
  const long = 'x'.repeat(257);
  const said = [
    { ...root, name: 'vda2', mountpoint: `/${long}` },
    { ...root, name: long },
    { ...root, name: 'vda3', type: long },
    { ...root, name: 'vda4', 'used-bytes': -1 },
    { ...root, name: 'vda5', 'total-bytes': 'much' },
    'nonsense',
    root,
  ];
  expect(toFileSystems(said)).toEqual([{ mountPoint: '/', type: 'ext4', usedMiB: 1024, sizeMiB: 2048 }]);
  expect(toFileSystems({ error: 'no' })).toEqual([]);
  expect(toFileSystems(Array.from({ length: 100 }, (_, at) => ({ ...root, name: `vd${at}` })))).toHaveLength(
    64,
  );
});
