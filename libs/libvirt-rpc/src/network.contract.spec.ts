import { randomBytes, randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, LibvirtErrorCode, NetworkListFlag, type LibvirtConnection } from './index.js';
import { uniqueName } from './testing/qemu-domain.js';

describe('networks through libvirtd', () => {
  let libvirt: LibvirtConnection;

  beforeAll(async () => {
    libvirt = await connect({ uri: 'qemu:///system' });
  });
  afterAll(() => libvirt.close());

  it('leads an isolated network through its life', async () => {
    const name = uniqueName();
    // No <forward>: nothing leaves the host. 198.18.0.0/15 is set aside for tests.
    const address = `198.19.${randomInt(256)}`;
    const network = await libvirt.networks.defineXml(
      `<network><name>${name}</name><bridge name='spec${randomBytes(4).toString('hex')}'/>
       <ip address='${address}.1' netmask='255.255.255.0'><dhcp><range start='${address}.2' end='${address}.9'/></dhcp></ip></network>`,
    );
    expect(await libvirt.networks.lookupByName(name)).toEqual(network);
    expect(await libvirt.networks.lookupByUuid(network.uuid)).toEqual(network);
    expect(await libvirt.networks.isActive(network)).toBe(false);

    await libvirt.networks.create(network);
    try {
      expect(await libvirt.networks.isActive(network)).toBe(true);
      expect(await libvirt.networks.list(NetworkListFlag.active)).toContainEqual(network);
      expect(await libvirt.networks.getXml(network)).not.toContain('<forward');
      expect(await libvirt.networks.getDhcpLeases(network)).toEqual([]);
      await libvirt.networks.setAutostart(network, true);
      expect(await libvirt.networks.getAutostart(network)).toBe(true);
      await libvirt.networks.setAutostart(network, false);
    } finally {
      await libvirt.networks.destroy(network);
      await libvirt.networks.undefine(network);
    }
    await expect(libvirt.networks.lookupByName(name)).rejects.toMatchObject({
      code: LibvirtErrorCode.noNetwork,
    });
  });
});
