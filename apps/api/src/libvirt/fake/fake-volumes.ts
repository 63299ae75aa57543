import { Volumes } from '../volumes.js';
import { FakeHost } from '../../fake-host/fake-host.js';

export class FakeVolumes extends Volumes {
  constructor(private readonly host: FakeHost) {
    super();
  }

  names = () => this.host.names('volume');
  remove = (name: string) => this.host.remove('volume', name);
  importImage = (name: string) => this.host.write('volume', name, { name });
}
