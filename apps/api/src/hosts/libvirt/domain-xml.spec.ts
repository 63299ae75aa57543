import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isWholeDomain, macsOf, systemDiskIn, toScreen, unfilteredInterfaces } from './domain-xml.js';

/** As libvirt 9.0 wrote it (`virsh dumpxml --inactive --security-info`), with everything in it that may look like something else. */
const REAL = readFileSync(join(import.meta.dirname, 'testing/domain.xml'), 'utf8');
const domain = (devices: string) => `<domain><devices>${devices}</devices></domain>`;

describe('a domain as libvirt writes it', () => {
  it('has its disk, its card and its password, with all characters as they are', () => {
    expect(systemDiskIn(REAL)).toEqual({ target: 'vda', path: "/srv/images/l'été & co.img" });
    expect([...macsOf(REAL)]).toEqual(['52:54:00:ab:cd:01']);
    expect(toScreen(REAL.replace("port='-1'", "port='5907'"))).toEqual({
      host: '127.0.0.1',
      port: 5907,
      password: 'a<b"&c',
    });
  });
  it('shows no screen while it is off, whatever stands in comments and metadata', () => {
    expect(toScreen(REAL)).toBeNull();
    expect(isWholeDomain(REAL)).toBe(true);
    const bare = REAL.replace(/<interface[^]*<\/interface>/, '<!-- <interface/> -->');
    expect(isWholeDomain(bare)).toBe(false);
  });
});

describe('the screen of a domain', () => {
  it.each([
    [`<graphics type='vnc' port='-1'/>`, null],
    [`<graphics type='spice' port='5900'/>`, null],
    [``, null],
    [`<!-- <graphics type='vnc' port='5900'/> -->`, null],
    [
      `<graphics type='spice' port='1'/><graphics type="vnc" port="2"/>`,
      { host: '127.0.0.1', port: 2, password: null },
    ],
    [
      `<graphics type='vnc' socket='/run/a&amp;b.sock' passwd=''><listen type='socket'/></graphics>`,
      { socketPath: '/run/a&b.sock', password: '' },
    ],
  ])('in %j is %j', (devices, screen) => {
    expect(toScreen(domain(devices))).toEqual(screen);
  });
});

describe('a domain that Vagrant has defined', () => {
  const graphics = `<graphics type='vnc' port='5901'/>`;
  const network = `<interface type='network'><mac address='52:54:00:00:00:01'/></interface>`;
  it.each([
    [graphics + network, true],
    [graphics, false],
    [network, false],
    [network + `<graphics type='vnc' websocket='-1'/>`, false],
    [network + `<graphics type='spice'/>`, false],
  ])('with %s is whole: %s', (devices, expected) => {
    expect(isWholeDomain(domain(devices))).toBe(expected);
  });
});

describe('the interfaces of a machine on a network of others', () => {
  const card = (mac: string, more = '') =>
    `<interface type='bridge'><mac address='${mac}'/><source bridge='br0'/>${more}</interface>`;
  it('get the filter against false addresses, and lose nothing', () => {
    const [filtered = '', ...others] = unfilteredInterfaces(domain(card('52:54:00:00:00:01') + '<disk/>'));
    expect(others).toEqual([]);
    expect(filtered).toBe(
      '<interface type="bridge"><mac address="52:54:00:00:00:01"/><source bridge="br0"/>' +
        '<filterref filter="clean-traffic"><parameter name="CTRL_IP_LEARNING" value="dhcp"/></filterref></interface>',
    );
    expect(unfilteredInterfaces(domain(filtered))).toEqual([]);
  });
  it('are looked at one by one: a filter of one, or one in a comment, is none of the other', () => {
    const xml = domain(
      card('52:54:00:00:00:01', `<filterref filter='no-mac-spoofing'/>`) +
        card('52:54:00:00:00:02', '<!-- <filterref/> -->') +
        `<interface type='bridge'/>`,
    );
    expect(unfilteredInterfaces(xml)).toEqual([
      expect.stringContaining('52:54:00:00:00:02'),
      expect.stringMatching(/^<interface type="bridge"><filterref/),
    ]);
  });
  it('are told apart by their cards', () => {
    const xml = domain(card('52:54:00:00:00:01') + card('52:54:00:00:00:AB') + `<interface type='user'/>`);
    expect([...macsOf(xml)]).toEqual(['52:54:00:00:00:01', '52:54:00:00:00:ab']);
  });
});

describe('the disk that the system is on', () => {
  it.each([
    [`<disk device='cdrom'><source file='a'/><target dev='sda'/></disk>`, null],
    [`<disk device='disk'><source dev='/dev/sdb'/><target dev='vda'/></disk>`, null],
    [
      `<disk type="file" device="disk"><target dev="vdb"/><source file="b"/></disk><disk device='disk'/>`,
      { target: 'vdb', path: 'b' },
    ],
  ])('of %s is %j', (devices, disk) => {
    expect(systemDiskIn(domain(devices))).toEqual(disk);
  });
});
