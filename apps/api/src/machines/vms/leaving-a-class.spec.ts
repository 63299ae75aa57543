import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Vm } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { signIn, type Visitor } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';

let api: TestApi;
let database: DataSource;
let alice: Visitor;
beforeAll(async () => {
  api = await startApi();
  database = api.app.get(DataSource);
  alice = await signIn(api, 'alice');
});
afterAll(() => api.stop());

const NEW_VM = {
  ...{ templateId: 'debian-server', username: 'eleve', vcpus: 1, memoryMiB: 1024, diskGiB: 11 },
  ...{ password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' },
};
const waitsForALock = async () =>
  (await database.query<unknown[]>('SELECT FROM pg_locks WHERE NOT granted')).length > 0;

/** Orders a VM while its owner is being taken out of their class; resolves with the answer. */
async function orderedWhileLeaving(name: string, more: object = {}): Promise<Response> {
  const { id: userId } = await database.manager.findOneByOrFail(UserEntity, { username: 'alice' });
  const member = await database.manager.findOneByOrFail(GroupMemberEntity, { userId });
  const leave = async (tx: EntityManager) => {
    await tx.delete(GroupMemberEntity, { userId });
    const answer = alice.send('POST', '/api/vms', { name, ...NEW_VM, ...more });
    await until('the order waits for who leaves', waitsForALock);
    return { answer };
  };
  const { answer } = await database.transaction(leave);
  const answered = await answer;
  await database.manager.insert(GroupMemberEntity, member);
  return answered;
}

it('a VM that is ordered while its owner leaves the class is charged to none', async () => {
  const answer = await orderedWhileLeaving('seule');
  expect(answer.status).toBe(202);
  expect(Vm.parse(await answer.json()).groupId).toBeNull();
});

it('one that was to be charged to the class is refused', async () => {
  const { id: userId } = await database.manager.findOneByOrFail(UserEntity, { username: 'alice' });
  const { groupId } = await database.manager.findOneByOrFail(GroupMemberEntity, { userId });
  expect((await orderedWhileLeaving('choisie', { groupId })).status).toBe(404);
});

it('one that is ordered before is charged to it', async () => {
  const answer = await alice.send('POST', '/api/vms', { name: 'avant', ...NEW_VM });
  expect(Vm.parse(await answer.json()).groupId).not.toBeNull();
});
