import { expect, it } from '@jest/globals';
import { broughtBackXml } from './brought-back-domain.js';

const SAME = 'eed9f015-0209-4580-9cf3-26e7b3f4841b';
const OTHER = '7f9c2b1e-0000-4000-8000-000000000000';
const definition = `<domain type='qemu'><name>vmm-${SAME}</name><uuid>${SAME}</uuid><description>{"vmManager":{}}</description>
  <devices><disk type='file' device='cdrom'><target dev='sda'/></disk>
    <disk type='file' device='disk'><source file='/old/disk.img'/><backingStore type='file'/><target dev='vda'/></disk>
    <interface type='network'><mac address='52:54:00:ab:6c:3c'/><source network='old'/></interface>
    <graphics type='vnc' port='-1'/></devices></domain>`;

const back = (vmId: string) =>
  broughtBackXml(
    definition,
    { vmId, ownerId: 'owner', installationId: 'installation', network: 'new' },
    { disk: '/pool/new.img', password: 'secret12' },
  );

it('is the same machine on the disk and network of now, with another password on its screen', () => {
  const xml = back(SAME);
  expect(xml).toContain('<source file="/pool/new.img"/>');
  expect(xml).not.toContain('backingStore');
  expect(xml).toContain('<source network="new"/>');
  expect(xml).toContain('52:54:00:ab:6c:3c');
  expect(xml).toContain('passwd="secret12"');
  expect(xml).toContain('{"vmManager":{"vm":"eed9f015-0209-4580-9cf3-26e7b3f4841b","owner":"owner"');
});

it('has a name and an address of its own when it is another machine', () => {
  const xml = back(OTHER);
  expect(xml).toContain(`<name>vmm-${OTHER}</name><uuid>${OTHER}</uuid>`);
  expect(xml).not.toContain(SAME);
  expect(xml).not.toContain('52:54:00:ab:6c:3c');
});
