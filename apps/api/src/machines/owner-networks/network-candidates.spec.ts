import { expect, it } from '@jest/globals';
import { overlap } from '../../hosts/libvirt/subnets.js';
import { isNetworkOf, networkCandidates } from './network-candidates.js';

const FIRST = '00000000-0000-4000-8000-000000000000';
const LAST = 'ffffffff-ffff-4fff-bfff-ffffffffffff';
const SOME = '3fffa7b2-1111-4111-8111-111111111111';
const unique = (values: string[]) => new Set(values).size;

it.each([FIRST, LAST, SOME])('the networks of %s are all of 10.192.0.0/10, each once', (installation) => {
  const all = [...networkCandidates(installation)];
  expect(all).toHaveLength(64 * 256);
  expect(unique(all.map(({ octets }) => octets))).toBe(all.length);
  expect(unique(all.map(({ name }) => name))).toBe(all.length);
  expect(unique(all.map(({ bridge }) => bridge))).toBe(all.length);
  for (const { octets, bridge, name } of all) {
    if (!overlap('10.192.0.0/10', `${octets}.0/24`)) throw new Error(octets);
    // Linux takes no longer name for an interface.
    if (bridge.length > 15) throw new Error(bridge);
    if (!isNetworkOf(installation, name)) throw new Error(name);
  }
});

it('each installation begins elsewhere, and goes round', () => {
  const first = (installation: string) => networkCandidates(installation).next().value?.octets;
  expect(first(FIRST)).toBe('10.192.0');
  expect(first(LAST)).toBe('10.255.255');
  expect([...networkCandidates(LAST)].slice(0, 2).map(({ octets }) => octets)).toEqual([
    '10.255.255',
    '10.192.0',
  ]);
  // The same one begins at the same place, whatever the process.
  expect(first(SOME)).toBe(first(SOME));
});

it.each([
  [`vmm-${SOME}-0`, true],
  [`vmm-${SOME}-16383`, true],
  [`vmm-${LAST}-0`, false],
  [`vmm-${SOME}`, false],
  [`vmm-${SOME}0-1`, false],
  [`x-vmm-${SOME}-0`, false],
  ['default', false],
])('%s is a network of that installation: %s', (name, expected) => {
  expect(isNetworkOf(SOME, name)).toBe(expected);
});
