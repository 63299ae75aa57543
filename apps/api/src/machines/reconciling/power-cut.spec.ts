import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Vm } from '@vm-manager/contracts';
import { signIn } from '../../testing/sign-in.js';
import { startApi, type TestApi } from '../../testing/start-api.js';
import { until } from '../../testing/until.js';
import { FakeHost } from '../../hosts/fake-host/fake-host.js';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';

describe('a power cut of the host', () => {
  let dataDir: string;
  let api: TestApi;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'vmm-power-'));
    api = await startApi({ dataDir });
  });
  afterAll(async () => {
    await api.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('brings back what ran, and leaves off what was off', async () => {
    let alice = await signIn(api, 'alice');
    const password = 'mot de passe';
    const make = async (name: string) => {
      const wish = { name, templateId: 'debian-server', username: 'eleve', password, rootPassword: password };
      return ((await (await alice.send('POST', '/api/vms', wish)).json()) as Vm).id;
    };
    const stateOf = async (id: string) => ((await (await alice.get(`/api/vms/${id}`)).json()) as Vm).state;
    const [ran, off] = await Promise.all([make('ran'), make('off')]);
    await until(
      'both run',
      async () => (await stateOf(ran)) === 'running' && (await stateOf(off)) === 'running',
    );
    await alice.send('POST', `/api/vms/${off}/force-off`);
    await until('one is off', async () => (await stateOf(off)) === 'stopped');

    await api.stop();
    const host = new FakeHost(join(dataDir, 'data/fake-host'));
    const domain = await host.read('domain', ran);
    if (domain) await host.write('domain', ran, { ...domain, power: 'off' });
    await writeFile(join(dataDir, 'data/fake-host/boot-id'), 'second');
    api = await startApi({ dataDir });
    alice = await signIn(api, 'alice');

    await until('the machine runs again', async () => (await host.read('domain', ran))?.power === 'running');
    await until('its VM too', async () => (await stateOf(ran)) === 'running');
    expect(await stateOf(off)).toBe('stopped');
  });
});
