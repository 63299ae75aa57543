import { expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeHost } from '../../fake-host/fake-host.js';
import { FakeMeters } from './fake-meters.js';

it('a pretended machine’s counters only grow, by what its processors can do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vmm-meters-'));
  try {
    const host = new FakeHost(folder);
    const ids = { ownerId: 'owner', installationId: 'installation' };
    await host.addMachine({ vmId: '7c0f5e7c-0e0b-4f0e-9d55-6c2c70a1c0f1', ...ids, vcpus: 2 });
    await host.addMachine({ vmId: '8c0f5e7c-0e0b-4f0e-9d55-6c2c70a1c0f1', ...ids });
    const off = (await host.read('domain', '8c0f5e7c-0e0b-4f0e-9d55-6c2c70a1c0f1'))!;
    await host.write('domain', off.vmId, { ...off, power: 'off' });
    const meters = new FakeMeters(host);
    let [before] = await meters.read(1_795_000_000);
    for (let second = 10; second <= 600; second += 10) {
      const readings = await meters.read(1_795_000_000 + second);
      expect(readings).toHaveLength(1);
      const [now] = readings;
      const used = now!.cpuSeconds - before!.cpuSeconds;
      expect(used).toBeGreaterThanOrEqual(0);
      expect(used).toBeLessThanOrEqual(20);
      for (const counter of [
        'diskReadBytes',
        'diskWrittenBytes',
        'networkInBytes',
        'networkOutBytes',
      ] as const)
        expect(now![counter]).toBeGreaterThanOrEqual(before![counter]);
      before = now;
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
