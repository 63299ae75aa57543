import type { Box, BoxBaking } from '@vm-manager/contracts';

export function sampleBox(change: Partial<Box> = {}): Box {
  return {
    id: 'debian-server-12.1',
    templateId: 'debian-server',
    name: 'debian-server',
    version: '12.1',
    state: 'ready',
    sizeBytes: 200 * 2 ** 20,
    bakedAt: '2026-11-20T08:00:00.000Z',
    sha256: 'abc',
    packages: { bash: '5.2', openssh: '9.2' },
    tried: true,
    usedBy: [],
    images: [],
    ...change,
  };
}

export function sampleBaking(change: Partial<BoxBaking> = {}): BoxBaking {
  return {
    templateId: 'debian-server',
    box: 'debian-server',
    isPossible: true,
    command: 'sudo infra/vm-templates/bake.sh debian-server --out /srv/var/boxes',
    weekly: false,
    job: null,
    ...change,
  };
}
