import { PrivateNetworks, type PrivateNetwork } from '../private-networks.js';
import { FakeHost } from '../../fake-host/fake-host.js';

export class FakePrivateNetworks extends PrivateNetworks {
  constructor(private readonly host: FakeHost) {
    super();
  }

  ensure = (network: PrivateNetwork) => this.host.write('network', network.name, network);
  remove = (name: string) => this.host.remove('network', name);
  names = () => this.host.names('network');
  subnetsInUse = async () => [];
}
