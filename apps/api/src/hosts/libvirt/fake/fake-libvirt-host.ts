import type { FakeHost } from '../../fake-host/fake-host.js';
import type { LibvirtHost } from '../libvirt-host.js';
import { FakeDiskCopies } from './fake-disk-copies.js';
import { FakeForeignMachines } from './fake-foreign-machines.js';
import { FakeGuest } from './fake-guest.js';
import { FakeHardware } from './fake-hardware.js';
import { FakeHypervisor } from './fake-hypervisor.js';
import { FakeMachinePoints } from './fake-machine-points.js';
import { FakeMeters } from './fake-meters.js';
import { FakePrivateNetworks } from './fake-private-networks.js';
import { FakeVolumes } from './fake-volumes.js';

export function fakeLibvirtHost(pretended: FakeHost): LibvirtHost {
  const machines = new FakeHypervisor(pretended);
  return {
    machines,
    foreign: new FakeForeignMachines(pretended),
    hardware: new FakeHardware(pretended),
    guests: new FakeGuest(pretended),
    meters: new FakeMeters(pretended),
    points: new FakeMachinePoints(pretended),
    volumes: new FakeVolumes(pretended),
    networks: new FakePrivateNetworks(pretended),
    givenName: pretended.name,
    copies: new FakeDiskCopies(pretended),
    pretended,
    name: async () => pretended.name,
    open: () => machines.open(),
    close: async () => machines.close(),
  };
}
