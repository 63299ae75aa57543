import { Volumes, type Layer, type PoolSpace } from '../volumes.js';
import { FakeHost } from '../../fake-host/fake-host.js';

/** What a fresh system takes of its disk. */
const VOLUME_BYTES = 2 ** 30;

export class FakeVolumes extends Volumes {
  constructor(private readonly host: FakeHost) {
    super();
  }

  names = () => this.host.names('volume');
  async space(): Promise<PoolSpace> {
    const volumes = (await this.names()).map((name) => ({ name, bytes: VOLUME_BYTES }));
    return { freeBytes: await this.freeBytes(), volumes };
  }

  async layers(): Promise<Layer[]> {
    return Promise.all(
      (await this.names()).map(async (name) => {
        const volume = await this.host.read('volume', name);
        return { name, bytes: VOLUME_BYTES, base: volume?.base ?? null };
      }),
    );
  }

  async freeBytes(): Promise<number> {
    const { diskFreeGiB } = await this.host.capacity();
    return diskFreeGiB * 2 ** 30;
  }

  remove = (name: string) => this.host.remove('volume', name);
  importImage = (name: string) => this.host.write('volume', name, { name });
}
