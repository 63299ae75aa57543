import { expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import type { SessionActors } from '../../access/sessions/session-actors.js';
import type { Hosts } from '../../hosts/hosts.js';
import type { ConsoleControls } from '../vms/console-controls.js';
import type { ConsoleViewers } from '../vms/console-viewers.js';
import { VmEntity } from '../vms/vm.entity.js';
import type { VmReader } from '../vms/vm-reader.js';
import type { VmRecord } from '../vms/vm-record.js';
import { Closing } from './closing.js';
import { ConsoleRights } from './console-rights.js';
import { ConsoleScreens } from './console-screens.js';
import type { ConsoleGrant } from './open-consoles.js';

const OWN: ConsoleGrant = {
  userId: 'alice',
  sessionId: 'browser',
  vmId: 'vm',
  mode: 'control',
  kind: 'screen',
};
const TEACHERS: ConsoleGrant = { ...OWN, userId: 'prof', sessionId: 'desk' };

interface World {
  state?: VmEntity['state'] | 'gone';
  goneAt?: Date;
  ownerId?: string;
  /** Of the owner. */
  groupId?: string;
  signedIn?: string[];
  holderId?: string;
}

/** `questions` has what was asked of the database. */
function rightsIn({
  state = 'running',
  goneAt,
  ownerId = 'alice',
  groupId = 'sisr',
  signedIn = ['browser', 'desk'],
  holderId,
}: World) {
  const questions: string[] = [];
  const asked = <Answer>(what: string, answer: Answer) => {
    questions.push(what);
    return Promise.resolve(answer);
  };
  const teaching = [{ id: 'sisr', name: 'SISR', teaches: true }];
  const people: Record<string, Pick<Actor, 'id' | 'role' | 'groups'>> = {
    browser: { id: 'alice', role: 'student', groups: [] },
    desk: { id: 'prof', role: 'teacher', groups: teaching },
  };
  const actors = { findAll: () => asked('actors', new Map(signedIn.map((id) => [id, people[id]]))) };
  const tables = new Map<unknown, object[]>([
    [VmEntity, state === 'gone' ? [] : [{ id: 'vm', ownerId, state, goneAt: goneAt ?? null }]],
    [GroupMemberEntity, [{ userId: ownerId, groupId }]],
  ]);
  const manager = { find: (entity: { name: string }) => asked(entity.name, tables.get(entity)) };
  const controls = {
    holdersOf: () => asked('holders', new Map(holderId === undefined ? [] : [['vm', holderId]])),
  };
  const rights = new ConsoleRights(
    {} as VmReader,
    actors as unknown as SessionActors,
    {} as ConsoleViewers,
    controls as unknown as ConsoleControls,
    { manager } as unknown as DataSource,
  );
  return { rights, questions };
}

it.each<[string, World, ConsoleGrant, Closing | null]>([
  ['has its VM', {}, OWN, null],
  ['has a student’s VM', {}, TEACHERS, null],
  ['has a VM that is gone', { state: 'gone' }, OWN, Closing.VmDeleted],
  ['has a VM that is being deleted', { state: 'deleting' }, OWN, Closing.VmDeleted],
  ['has a VM in the bin', { state: 'stopping', goneAt: new Date() }, OWN, Closing.VmDeleted],
  ['has another’s VM now', { ownerId: 'bob' }, OWN, Closing.RightsLost],
  ['has the VM of who left the class', { groupId: 'slam' }, TEACHERS, Closing.RightsLost],
  ['has nobody signed in', { signedIn: ['desk'] }, OWN, Closing.RightsLost],
  ['has the keyboard itself', { holderId: 'alice' }, OWN, null],
  ['has its keyboard with another', { holderId: 'prof' }, OWN, Closing.ControlPassed],
  ['only watches who has the keyboard', { holderId: 'prof' }, { ...OWN, mode: 'view' }, null],
  ['is a serial line', { holderId: 'prof' }, { ...OWN, kind: 'serial' }, null],
])('a console that %s', async (_, world, grant, loss) => {
  expect(await rightsIn(world).rights.lossesOf([grant])).toEqual([loss]);
});

it('are answered in order, and a thousand in as many questions as one', async () => {
  const [one, many] = [rightsIn({ holderId: 'prof' }), rightsIn({ holderId: 'prof' })];
  await one.rights.lossesOf([OWN]);
  const losses = await many.rights.lossesOf(
    Array.from({ length: 1000 }, (_, at) => (at % 2 ? OWN : TEACHERS)),
  );
  expect(many.questions).toEqual(one.questions);
  expect(losses).toHaveLength(1000);
  expect(losses.slice(0, 2)).toEqual([null, Closing.ControlPassed]);
});

it('of a screen that a deletion took away: the VM is deleted, from the moment it was ordered', async () => {
  const gone = [null, { state: 'deleting', goneAt: null }, { state: 'stopped', goneAt: new Date() }];
  for (const vm of gone) {
    const record = { find: async () => vm };
    const seen = new ConsoleScreens(record as unknown as VmRecord, {} as Hosts);
    expect(await seen.whyGone('vm', Closing.ScreenGone)).toEqual(Closing.VmDeleted);
  }
});
