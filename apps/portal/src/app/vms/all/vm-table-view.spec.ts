import { sampleId, sampleVm } from '../../testing/sample-vm';
import { type View, viewed } from './vm-table-view';

const owner = (displayName: string) => ({
  id: sampleId(90),
  username: displayName.toLowerCase(),
  displayName,
});
const vms = [
  sampleVm({
    id: sampleId(1),
    name: 'web10',
    owner: owner('Élodie'),
    memoryMiB: 512,
    ipAddress: '192.168.121.9',
  }),
  sampleVm({
    id: sampleId(2),
    name: 'web9',
    owner: { ...owner('Zoé'), id: sampleId(91) },
    state: 'stopped',
    diskGiB: 10,
    groupId: sampleId(70),
    group: { id: sampleId(70), name: 'SISR 2' },
  }),
  sampleVm({
    id: sampleId(3),
    name: 'dns',
    owner: owner('Alice'),
    ipAddress: '10.0.0.5',
    vcpus: 4,
    createdAt: '2026-11-05T00:00:00.000Z',
  }),
];
const everything: View = {
  search: '',
  state: undefined,
  template: undefined,
  group: undefined,
  owners: undefined,
  owner: undefined,
  sort: 'name',
  isDescending: false,
};
const names = { template: (id: string) => id, state: (state: string) => state };
const shown = (change: Partial<View>) =>
  viewed(vms, { ...everything, ...change }, names, 'fr').map(({ name }) => name);

describe('the list of all machines', () => {
  it('orders names as people count', () => {
    expect(shown({})).toEqual(['dns', 'web9', 'web10']);
    expect(shown({ isDescending: true })).toEqual(['web10', 'web9', 'dns']);
  });
  it('orders owners with their accents, sizes as numbers, addresses as people count, and the youngest first', () => {
    expect(shown({ sort: 'owner' })).toEqual(['dns', 'web10', 'web9']);
    expect(shown({ sort: 'memory' })[0]).toBe('web10');
    expect(shown({ sort: 'vcpus', isDescending: true })[0]).toBe('dns');
    expect(shown({ sort: 'disk' })[0]).toBe('web9');
    expect(shown({ sort: 'address' })).toEqual(['dns', 'web10', 'web9']);
    expect(shown({ sort: 'since' })[0]).toBe('dns');
  });
  it('finds each word in names, owners and addresses, whatever the case and accents', () => {
    expect(shown({ search: 'ELODIE' })).toEqual(['web10']);
    expect(shown({ search: 'web zoé' })).toEqual(['web9']);
    expect(shown({ search: '10.0.0' })).toEqual(['dns']);
    expect(shown({ search: 'web alice' })).toEqual([]);
  });
  it('filters by state and members together, whichever group a machine is charged to', () => {
    const owners = new Set([sampleId(90)]);
    expect(shown({ state: 'stopped' })).toEqual(['web9']);
    expect(shown({ owners })).toEqual(['dns', 'web10']);
    expect(shown({ owners, state: 'stopped' })).toEqual([]);
    expect(shown({ owners: new Set() })).toEqual([]);
  });
  it('shows one owner’s machines alone', () => {
    expect(shown({ owner: sampleId(91) })).toEqual(['web9']);
  });
  it('does not change what it was given', () => {
    shown({ sort: 'memory' });
    expect(vms.map(({ name }) => name)).toEqual(['web10', 'web9', 'dns']);
  });
});
