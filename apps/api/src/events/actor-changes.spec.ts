import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Actor } from '../auth/actor.js';
import type { SessionActors } from '../auth/session-actors.js';
import { ActorChanges } from './actor-changes.js';

const groups = [
  { id: 'one', name: 'One', teaches: true },
  { id: 'two', name: 'Two', teaches: false },
];
const prof: Actor = {
  id: 'prof',
  username: 'prof',
  displayName: 'Prof',
  role: 'teacher',
  groups,
  language: 'en',
  sessionId: 'session',
};

/** Whether it has emitted after each look, when the looks find this. */
async function toldAfter(...found: (Actor | null | Error)[]): Promise<boolean[]> {
  const looks = [...found];
  const find = async () => {
    const next = looks.shift();
    if (next instanceof Error) throw next;
    return next ?? null;
  };
  let told = false;
  const changes = new ActorChanges({ find } as unknown as SessionActors);
  const watching = changes.of(prof).subscribe(() => (told = true));
  const after: boolean[] = [];
  while (looks.length > 0) {
    await jest.advanceTimersByTimeAsync(15_000);
    after.push(told);
  }
  watching.unsubscribe();
  return after;
}

describe('an actor', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each<[string, Actor | null]>([
    ['whose session has gone', null],
    ['of another role', { ...prof, role: 'student' }],
    ['who left a group', { ...prof, groups: groups.slice(0, 1) }],
    ['who teaches one more', { ...prof, groups: groups.map((group) => ({ ...group, teaches: true })) }],
  ])('%s is told within 15 seconds', async (_, now) => {
    expect(await toldAfter(prof, now)).toEqual([false, true]);
  });

  it('whose language or order of groups is another has the same rights', async () => {
    const same: Actor = { ...prof, language: 'fr', groups: groups.toReversed() };
    expect(await toldAfter(same, same)).toEqual([false, false]);
  });

  it('keeps what they have while the database is away', async () => {
    expect(await toldAfter(new Error('away'), prof, null)).toEqual([false, false, true]);
  });
});
