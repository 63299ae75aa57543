import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Subject } from 'rxjs';
import type { Actor } from '../../access/identity/actor.js';
import type { RightsChanges } from '../../access/sessions/rights-changes.js';
import type { SessionActors } from '../../access/sessions/session-actors.js';
import { ActorWatch } from './actor-watch.js';

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
  scope: null,
  address: null,
};

/** An actor who is watched; each look finds what `found` resolves with at that moment. */
function watched(found: () => Promise<Actor | null>) {
  const announced = new Subject<void>();
  let told = false;
  const rights = { of: () => announced } as unknown as RightsChanges;
  const changes = new ActorWatch({ find: found } as unknown as SessionActors, rights);
  changes.of(prof).subscribe(() => (told = true));
  return { announced, isTold: () => told };
}

/** Whether it has emitted after each look, when the looks find this. */
async function toldAfter(...found: (Actor | null | Error)[]): Promise<boolean[]> {
  const looks = [...found];
  const { isTold } = watched(async () => {
    const next = looks.shift();
    if (next instanceof Error) throw next;
    return next ?? null;
  });
  const after: boolean[] = [];
  for (let wait = 0; looks.length > 0; wait = 15_000) {
    await jest.advanceTimersByTimeAsync(wait);
    after.push(isTold());
  }
  return after;
}

describe('an actor', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const CHANGES: [string, Actor | null][] = [
    ['whose session has gone', null],
    ['of another role', { ...prof, role: 'student' }],
    ['who left a group', { ...prof, groups: groups.slice(0, 1) }],
    ['who teaches one more', { ...prof, groups: groups.map((group) => ({ ...group, teaches: true })) }],
  ];

  it.each(CHANGES)('%s before anyone listened is told at once', async (_, now) => {
    expect(await toldAfter(now)).toEqual([true]);
  });

  it.each(CHANGES)('%s is told within 15 seconds, announced or not', async (_, now) => {
    expect(await toldAfter(prof, now)).toEqual([false, true]);
  });

  it('is told as soon as a change is announced, even while an older look is under way', async () => {
    const slow = Promise.withResolvers<Actor>();
    const answers = [slow.promise, Promise.resolve(null)];
    const { announced, isTold } = watched(() => answers.shift()!);
    await jest.advanceTimersByTimeAsync(0);
    announced.next();
    await jest.advanceTimersByTimeAsync(0);
    expect(isTold()).toBe(true);
    slow.resolve(prof);
  });

  it('stays when an announcement changed nothing for them', async () => {
    const { announced, isTold } = watched(async () => prof);
    announced.next();
    await jest.advanceTimersByTimeAsync(20_000);
    expect(isTold()).toBe(false);
  });

  it('whose language or order of groups is another has the same rights', async () => {
    const same: Actor = { ...prof, language: 'fr', groups: groups.toReversed() };
    expect(await toldAfter(same, same)).toEqual([false, false]);
  });

  it('keeps what they have while the database is away', async () => {
    expect(await toldAfter(new Error('away'), prof, null)).toEqual([false, false, true]);
  });
});
