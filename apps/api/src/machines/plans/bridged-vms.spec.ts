import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { Vm } from '@vm-manager/contracts';
import { Hosts } from '../../hosts/hosts.js';
import { signIn } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { DebianSystem } from '../guest-systems/debian-system.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ env: { VMM_NETWORK_MODE: 'bridge:br0' } });
});
afterAll(() => api.stop());

// libvirt's filter passes the address that it sees the network give: on a real host a guest that asked before there was a
// filter is cut off until it renews, hours later.
it('a machine on the school’s network asks for its address again once it is filtered, before accounts are made', async () => {
  const hypervisor = api.app.get(Hosts).of('demonstration').machines;
  const order: string[] = [];
  hypervisor.changes.subscribe(({ kind }) => void (kind === 'reboot' && order.push('rebooted')));
  const filtering = jest.spyOn(hypervisor, 'forbidSpoofing').mockImplementation(async () => {
    order.push('filtered');
  });
  const create = DebianSystem.prototype.createAccount;
  const making = jest.spyOn(DebianSystem.prototype, 'createAccount').mockImplementation(async function (
    this: DebianSystem,
    ...account
  ) {
    order.push('accounts made');
    await create.apply(this, account);
  });
  const alice = await signIn(api, 'alice');
  const wish = { templateId: 'debian-server', vcpus: 1, memoryMiB: 1024, diskGiB: 11, name: 'pont' };
  const people = { username: 'eleve', password: 'Mot-de-passe 1', rootPassword: 'Mot-de-racine 2' };
  const { id } = Vm.parse(await (await alice.send('POST', '/api/vms', { ...wish, ...people })).json());
  await until('the machine runs', async () => {
    const { state, job } = Vm.parse(await (await alice.get(`/api/vms/${id}`)).json());
    return state === 'running' && job?.state === 'succeeded';
  });
  expect(order).toEqual(['filtered', 'rebooted', 'accounts made']);
  making.mockRestore();
  filtering.mockRestore();
});
