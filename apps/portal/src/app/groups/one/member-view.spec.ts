import { sampleMember } from '../../testing/sample-account';
import { type MemberView, viewedMembers } from './member-view';

const members = [
  sampleMember({ displayName: 'Zoé Éclair', id: 'zoe', username: 'zoe' }, { vmCount: 2, runningVmCount: 2 }),
  sampleMember({
    displayName: 'Élodie Petit',
    id: 'elodie',
    username: 'elodie',
    lastSignInAt: '2026-11-02T08:00:00.000Z',
  }),
  sampleMember({ displayName: 'Hélène Rousseau', id: 'prof', username: 'prof' }, { teaches: true }),
  sampleMember(
    { displayName: 'Alice Durand', id: 'alice', username: 'alice', lastSignInAt: '2026-11-05T08:00:00.000Z' },
    { vmCount: 4, runningVmCount: 1 },
  ),
];
const shown = (change: Partial<MemberView>) =>
  viewedMembers(members, { search: '', sort: 'name', isDescending: false, ...change }, 'fr').map(
    ({ user }) => user.username,
  );

describe('the members of a group', () => {
  it('are its teachers, then its students by name, accents and all', () => {
    expect(shown({})).toEqual(['prof', 'alice', 'elodie', 'zoe']);
    expect(shown({ isDescending: true })).toEqual(['prof', 'zoe', 'elodie', 'alice']);
  });
  it('are ordered by who came last, those who never came at the end', () => {
    expect(shown({ sort: 'last' })).toEqual(['prof', 'alice', 'elodie', 'zoe']);
  });
  it('are ordered by what they have and what they run', () => {
    expect(shown({ sort: 'vms' })).toEqual(['prof', 'alice', 'zoe', 'elodie']);
    expect(shown({ sort: 'running' })).toEqual(['prof', 'zoe', 'alice', 'elodie']);
  });
  it('are ordered by who is nearest to their limits', () => {
    const use: Record<string, number> = { zoe: 40, elodie: 110, alice: 90 };
    const byUse = viewedMembers(
      members,
      { search: '', sort: 'use', isDescending: false },
      'fr',
      (userId) => use[userId] ?? 0,
    );
    expect(byUse.map(({ user }) => user.username)).toEqual(['prof', 'elodie', 'alice', 'zoe']);
  });
  it('are found by any part of name or account, whatever the accents', () => {
    expect(shown({ search: 'eclair' })).toEqual(['zoe']);
    expect(shown({ search: 'ELO pet' })).toEqual(['elodie']);
    expect(shown({ search: 'personne' })).toEqual([]);
  });
});
