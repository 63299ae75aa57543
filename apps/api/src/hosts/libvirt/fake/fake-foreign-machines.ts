import { addressOf, type FakeDomain, type FakeHost } from '../../fake-host/fake-host.js';
import { ForeignMachines, type Adoption, type ForeignMachine } from '../foreign-machines.js';

/** A machine whose file says that another program made it. Running, it keeps its name, as a real one does. */
export class FakeForeignMachines extends ForeignMachines {
  constructor(private readonly host: FakeHost) {
    super();
  }

  async find(name: string): Promise<ForeignMachine | null> {
    for (const id of await this.host.names('domain')) {
      const domain = await this.host.read('domain', id);
      if (domain?.name === name) return toForeign(domain);
    }
    return null;
  }

  async adopt(id: string, { ownerId, installationId }: Adoption): Promise<boolean> {
    const domain = await this.host.read('domain', id);
    if (!domain?.name) return true;
    const isOff = domain.power === 'off';
    const ours: FakeDomain = { ...domain, ownerId, installationId };
    delete ours.foreign;
    if (isOff) {
      delete ours.name;
      ours.address = addressOf(id);
    }
    await this.host.write('domain', id, ours);
    return isOff;
  }
}

function toForeign({ vmId, name = '', power, machine, foreign, installationId }: FakeDomain): ForeignMachine {
  const { vcpus, memoryMiB, diskGiB } = machine ?? { vcpus: 1, memoryMiB: 512, diskGiB: 10 };
  return {
    ...{ id: vmId, name, power, vcpus, memoryMiB, diskGiB },
    volumes: foreign?.volumes ?? [],
    otherDisks: [],
    networks: foreign?.networks ?? [],
    installationId: foreign ? null : installationId,
  };
}
