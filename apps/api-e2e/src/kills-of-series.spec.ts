import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Series } from '@vm-manager/contracts';
import { askDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { Installation, NOTHING } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

const STUDENTS = 12;
const AT_ONCE = { VMM_JOBS_PER_HOST: '10', VMM_BIN_DAYS: '0' };

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.make();
});
afterAll(() => installation.dispose());

const ask = (text: string) => askDatabase<{ id: string; count: number }>(installation.dataDir, text);
const listed = async (prof: Visitor) => Series.array().parse(await json(await prof.get('/api/series'), 200));

it('a series whose process is killed while it is being made goes on, with one machine for each', async () => {
  const first = await installation.start(AT_ONCE);
  await ask(`INSERT INTO users (username, display_name, role, source)
    SELECT 'eleve' || n, 'Élève ' || n, 'student', 'local' FROM generate_series(3, ${STUDENTS}) n`);
  await ask(`INSERT INTO group_members (group_id, user_id)
    SELECT g.id, u.id FROM groups g, users u WHERE g.name = 'demo' AND u.username LIKE 'eleve%'`);
  const [demo] = await ask(`SELECT id FROM groups WHERE name = 'demo'`);
  const prof = await signIn(first, 'prof');
  const wish = {
    ...{ groupId: demo!.id, templateId: 'debian-server', namePattern: 'tp-{login}', passwords: 'random' },
    ...{ vcpus: 1, memoryMiB: 512, diskGiB: 10 },
  };
  const answer = prof.send('POST', '/api/series', wish).catch(() => null);
  await eventually('some are ordered', async () => (await ask('SELECT id FROM vms')).length > 2);
  await first.kill();
  await answer;

  const second = await installation.start(AT_ONCE);
  const later = prof.at(second);
  expect((await later.send('POST', '/api/series', wish)).status).toBe(409);
  await eventually('all are ready', async () => (await listed(later))[0]?.ready === STUDENTS);
  const [series] = await listed(later);
  const vmIds = series!.members.map(({ vmId }) => vmId).sort();
  expect(new Set(vmIds).size).toBe(STUDENTS);
  expect((await installation.remains()).domains.sort()).toEqual(vmIds);

  await json(await later.send('DELETE', `/api/series/${series!.id}`), 202);
  await second.kill();
  await installation.start(AT_ONCE);
  await eventually('nothing is left', async () => (await ask('SELECT id FROM vms')).length === 0);
  expect(await installation.remains()).toEqual(NOTHING);
});
