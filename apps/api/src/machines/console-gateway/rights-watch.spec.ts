import { expect, it } from '@jest/globals';
import { EMPTY, Subject } from 'rxjs';
import type { DataSource } from 'typeorm';
import type { RightsChanges } from '../../access/sessions/rights-changes.js';
import type { SessionEnds } from '../../access/sessions/session-ends.js';
import type { Notifications } from '../../foundation/database/notifications.js';
import { until } from '../../testing/until.js';
import { Closing } from './closing.js';
import type { ConsoleRights } from './console-rights.js';
import { OpenConsoles, type ConsoleGrant } from './open-consoles.js';
import { RightsWatch } from './rights-watch.js';

/** A watch whose looks wait to be answered: `looks` has whose rights are being asked for, in order. */
function watching(grants: Omit<ConsoleGrant, 'mode' | 'kind'>[]) {
  const consoles = new OpenConsoles();
  const open = grants.map((grant) => consoles.open({ ...grant, mode: 'view', kind: 'screen' }));
  const looks: { grants: readonly ConsoleGrant[]; answer: (losses: (Closing | null)[]) => void }[] = [];
  const rights = {
    lossesOf: (grants: readonly ConsoleGrant[]) =>
      new Promise<(Closing | null)[]>((answer) => looks.push({ grants, answer })),
  } as unknown as ConsoleRights;
  let tell: (id: string) => void = () => undefined;
  const notifications = { listen: (_: string, told: typeof tell) => ((tell = told), () => undefined) };
  const repository = { find: async () => [{ id: 'event', subjectId: 'vm' }] };
  const watch = new RightsWatch(
    consoles,
    rights,
    { of: () => EMPTY } as unknown as SessionEnds,
    { all: new Subject() } as unknown as RightsChanges,
    notifications as unknown as Notifications,
    { getRepository: () => repository } as unknown as DataSource,
  );
  watch.onModuleInit();
  return { open, looks, tell: (id: string) => tell(id), watch };
}
const asked = async (looks: unknown[], count: number) => {
  await until(`look ${count}`, () => looks.length === count);
  // Whatever else would be asked for.
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  expect(looks).toHaveLength(count);
};

it('looks once for all consoles together, and once more for all that happens meanwhile', async () => {
  const one = { userId: 'bob', sessionId: 'browser', vmId: 'vm' };
  const { looks, tell, watch } = watching(Array.from({ length: 30 }, () => one));
  for (let event = 0; event < 100; event++) tell(String(event));
  await asked(looks, 1);
  expect(looks[0]!.grants).toHaveLength(30);
  looks[0]!.answer(looks[0]!.grants.map(() => null));
  await asked(looks, 2);
  looks[1]!.answer(looks[1]!.grants.map(() => null));
  await asked(looks, 2);
  watch.onModuleDestroy();
});

it('closes all that a look finds lost, and asks nothing of another VM', async () => {
  const { open, looks, tell, watch } = watching([
    { userId: 'bob', sessionId: 'one', vmId: 'vm' },
    { userId: 'bob', sessionId: 'one', vmId: 'vm' },
    { userId: 'prof', sessionId: 'two', vmId: 'vm' },
    { userId: 'bob', sessionId: 'one', vmId: 'other' },
  ]);
  tell('event');
  await asked(looks, 1);
  open[2]!.close(Closing.Finished);
  expect(looks[0]!.grants.map(({ sessionId, vmId }) => `${sessionId} ${vmId}`)).toEqual([
    'one vm',
    'one vm',
    'two vm',
  ]);
  looks[0]!.answer([Closing.RightsLost, Closing.RightsLost, null]);
  await asked(looks, 1);
  expect(open.map(({ closing }) => closing?.reason)).toEqual([
    'rights-lost',
    'rights-lost',
    'finished',
    undefined,
  ]);
  watch.onModuleDestroy();
});
