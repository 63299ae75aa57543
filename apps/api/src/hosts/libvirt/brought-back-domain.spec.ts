import { expect, it } from '@jest/globals';
import { broughtBackXml } from './brought-back-domain.js';

const SAME = 'eed9f015-0209-4580-9cf3-26e7b3f4841b';
const OTHER = '7f9c2b1e-0000-4000-8000-000000000000';
const definition = `<domain type='qemu'><name>vmm-${SAME}</name><uuid>${SAME}</uuid><description>{"vmManager":{}}</description>
  <devices><disk type='file' device='cdrom'><target dev='sda'/></disk>
    <disk type='file' device='disk'><source file='/old/disk.img'/><backingStore type='file'/><target dev='vda'/></disk>
    <interface type='network'><mac address='52:54:00:ab:6c:3c'/><source network='old'/></interface>
    <graphics type='vnc' port='-1'/></devices></domain>`;

const back = (vmId: string, from = definition) =>
  broughtBackXml(
    from,
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

it('has neither the further disks nor the firmware settings of the machine that it was copied from', () => {
  const more = definition
    .replace('<devices>', "<os><loader type='pflash'>/ovmf</loader><nvram>/old_VARS.fd</nvram></os><devices>")
    .replace(
      '</devices>',
      "<disk type='file' device='disk'><source file='/old/second.img'/></disk></devices>",
    );
  expect(back(OTHER, more)).not.toMatch(/second\.img|old_VARS/);
  expect(back(OTHER, more)).toContain('/ovmf');
  expect(back(SAME, more)).toContain('old_VARS');
  expect(back(OTHER, more)).toContain('device="cdrom"');
});

it('reaches nothing of the host, whatever somebody wrote into the backup', () => {
  const hostile = definition
    .replace(
      "<domain type='qemu'>",
      "<domain type='qemu' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>",
    )
    .replace(
      '<devices>',
      "<os><kernel>/host/1</kernel><initrd>/host/2</initrd></os><q:commandline><q:arg value='/host/3'/></q:commandline><devices>",
    )
    .replace(
      '</devices>',
      `<emulator>/host/4</emulator>
       <disk type='block' device='lun'><source dev='/host/5'/></disk>
       <disk type='file' device='cdrom'><source file='/host/6'/></disk>
       <filesystem type='mount'><source dir='/host/7'/><target dir='x'/></filesystem>
       <hostdev mode='subsystem' type='usb'><source><vendor id='/host/8'/></source></hostdev>
       <serial type='file'><source path='/host/9'/></serial>
       <channel type='unix'><source mode='bind' path='/host/10'/><target type='virtio' name='agent'/></channel>
       <shmem name='/host/11'/></devices>`,
    );
  const xml = back(OTHER, hostile);
  expect(xml).not.toContain('/host/');
  expect(xml).toContain('name="agent"');
});
