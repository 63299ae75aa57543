import { ProblemError } from '../../../foundation/problems/problem-error.js';
import type { FakeDomain, FakeHost } from '../../fake-host/fake-host.js';
import { MachinePoints, type PointOptions } from '../machine-points.js';

const IMAGE_MIB = 900;
const MEMORY_MIB = 200;

/** A pretended machine's points are copies of what it is. */
export class FakeMachinePoints extends MachinePoints {
  constructor(private readonly host: FakeHost) {
    super();
  }

  async list(vmId: string): Promise<string[]> {
    return Object.keys((await this.host.read('domain', vmId))?.points ?? {});
  }

  async make(vmId: string, pointId: string, { withMemory, signal }: PointOptions): Promise<void> {
    await this.host.released('make-point', vmId, signal);
    const { points, ...domain } = await this.get(vmId);
    const power = withMemory && domain.power === 'running' ? 'running' : 'off';
    const point = { power, machine: domain.machine, passwords: domain.passwords } as const;
    await this.host.write('domain', vmId, { ...domain, points: { ...points, [pointId]: point } });
  }

  async goBackTo(vmId: string, pointId: string): Promise<void> {
    await this.host.released('go-back', vmId);
    const domain = await this.get(vmId);
    const point = domain.points?.[pointId];
    if (!point) throw new Error(`no point ${pointId}`);
    await this.host.write('domain', vmId, { ...domain, ...point });
  }

  async remove(vmId: string, pointId: string): Promise<void> {
    await this.host.released('remove-point', vmId);
    const domain = await this.host.read('domain', vmId);
    if (!domain?.points) return;
    const points = Object.fromEntries(Object.entries(domain.points).filter(([id]) => id !== pointId));
    await this.host.write('domain', vmId, { ...domain, points });
  }

  async takenMiB(vmId: string): Promise<number> {
    const { points = {} } = await this.get(vmId);
    const withMemory = Object.values(points).filter(({ power }) => power === 'running');
    return IMAGE_MIB + MEMORY_MIB * withMemory.length;
  }

  private async get(vmId: string): Promise<FakeDomain> {
    const domain = await this.host.read('domain', vmId);
    if (!domain) throw new ProblemError('not-possible-now', { action: 'any' });
    return domain;
  }
}
