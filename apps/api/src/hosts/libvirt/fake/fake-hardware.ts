import type { FakeHost, FakeMachine } from '../../fake-host/fake-host.js';
import { Hardware, type MachineSettings, type MachineSize } from '../hardware.js';

/** Machines that take more while they run, unless their file says that they do not. */
export class FakeHardware extends Hardware {
  constructor(private readonly host: FakeHost) {
    super();
  }

  async sizeOf(vmId: string): Promise<MachineSize | null> {
    const machine = (await this.host.read('domain', vmId))?.machine;
    return machine ? { vcpus: machine.vcpus, memoryMiB: machine.memoryMiB } : null;
  }

  async configure(vmId: string, { vcpus, memoryMiB, name }: MachineSettings): Promise<void> {
    const next = { vcpus, memoryMiB, name };
    await this.change(vmId, (_, isOff) => ({ next, ...(isOff ? { vcpus, memoryMiB } : {}) }));
  }

  async plugIn(vmId: string, wanted: MachineSize): Promise<void> {
    await this.change(vmId, (machine) =>
      machine.takesMore
        ? {
            vcpus: Math.max(machine.vcpus, wanted.vcpus),
            memoryMiB: Math.max(machine.memoryMiB, wanted.memoryMiB),
          }
        : {},
    );
  }

  async growDisk(vmId: string, gib: number): Promise<boolean> {
    const machine = (await this.host.read('domain', vmId))?.machine;
    if (!machine || machine.diskGiB >= gib) return false;
    await this.change(vmId, () => ({ diskGiB: gib }));
    return true;
  }

  private async change(
    vmId: string,
    to: (machine: FakeMachine, isOff: boolean) => Partial<FakeMachine>,
  ): Promise<void> {
    const domain = await this.host.read('domain', vmId);
    if (!domain?.machine) return;
    const machine = { ...domain.machine, ...to(domain.machine, domain.power === 'off') };
    await this.host.write('domain', vmId, { ...domain, machine });
  }
}
