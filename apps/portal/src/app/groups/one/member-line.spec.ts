import type { Vm } from '@vm-manager/contracts';
import { sampleMember } from '../../testing/sample-account';
import { sampleId, sampleVm } from '../../testing/sample-vm';
import { type MembersView, linesOf, tally, viewed } from './member-line';

const members = [
  sampleMember({ displayName: 'Hélène Rousseau', id: 'prof', username: 'prof' }, { teaches: true }),
  sampleMember({ displayName: 'Zoé Éclair', id: 'zoe', username: 'zoe' }),
  sampleMember({
    displayName: 'Élodie Petit',
    id: 'elodie',
    username: 'elodie',
    lastSignInAt: '2026-11-02T08:00:00.000Z',
  }),
  sampleMember({
    displayName: 'Alice Durand',
    id: 'alice',
    username: 'alice',
    lastSignInAt: '2026-11-05T08:00:00.000Z',
  }),
];
let number = 0;
const vmOf = (owner: string, name: string, state: Vm['state']) =>
  sampleVm({
    id: sampleId(++number),
    name,
    state,
    owner: { id: owner, username: owner, displayName: owner },
  });
const vms = [
  vmOf('alice', 'web10', 'stopped'),
  vmOf('alice', 'web9', 'stopped'),
  vmOf('elodie', 'dns', 'running'),
  vmOf('zoe', 'web1', 'running'),
  vmOf('zoe', 'ad1', 'failed'),
  vmOf('zoe', 'lab', 'creating'),
];
const lines = linesOf(members, vms, 'fr');
const shown = (change: Partial<MembersView>, useOf?: (userId: string) => number) =>
  viewed(lines, { search: '', sort: 'trouble', isDescending: false, ...change }, 'fr', useOf).map(
    ({ id }) => id,
  );

describe('the lines of a class', () => {
  it('begin with who is in trouble, then who works, then who does not; teachers come last', () => {
    expect(shown({})).toEqual(['zoe', 'elodie', 'alice', 'prof']);
  });
  it('show of each student the machine in trouble first, the rest as people count', () => {
    const names = (owner: string) => lines.find(({ id }) => id === owner)?.vms.map(({ name }) => name);
    expect(names('zoe')).toEqual(['ad1', 'web1', 'lab']);
    expect(names('alice')).toEqual(['web9', 'web10']);
    expect(names('prof')).toEqual([]);
  });
  it('are ordered by name, accents and all, by who came last, by how many machines, by use', () => {
    expect(shown({ sort: 'name' })).toEqual(['alice', 'elodie', 'zoe', 'prof']);
    expect(shown({ sort: 'name', isDescending: true })).toEqual(['zoe', 'elodie', 'alice', 'prof']);
    expect(shown({ sort: 'last' })).toEqual(['alice', 'elodie', 'zoe', 'prof']);
    expect(shown({ sort: 'vms' })).toEqual(['zoe', 'alice', 'elodie', 'prof']);
    const use: Record<string, number> = { zoe: 40, elodie: 110, alice: 90 };
    expect(shown({ sort: 'use' }, (id) => use[id] ?? 0)).toEqual(['elodie', 'alice', 'zoe', 'prof']);
  });
  it('are found by any part of name, account or machine, whatever the accents', () => {
    expect(shown({ search: 'eclair' })).toEqual(['zoe']);
    expect(shown({ search: 'ELO pet' })).toEqual(['elodie']);
    expect(shown({ search: 'dns' })).toEqual(['elodie']);
    expect(shown({ search: 'personne' })).toEqual([]);
  });
  it('are counted by what needs somebody first, every machine once', () => {
    expect(tally(vms)).toEqual([
      { kind: 'failed', count: 1 },
      { kind: 'running', count: 2 },
      { kind: 'changing', count: 1 },
      { kind: 'stopped', count: 2 },
    ]);
    expect(tally([])).toEqual([]);
  });
});
