import { describe, expect, it } from '@jest/globals';
import { macsOf, unfilteredInterfaces, attributesOf, isWholeDomain, toScreen } from './domain-xml.js';

const graphics =
  "<graphics type='vnc' port='5901' autoport='yes' listen='127.0.0.1' passwd='a&lt;b'><listen type='address'/></graphics>";
const network = "<interface type='network'><mac address='52:54:00:00:00:01'/></interface>";

describe('the interfaces of a machine on a network of others', () => {
  const plain = `<interface type='network'>\n  <mac address='52:54:00:00:00:01'/>\n</interface>`;
  it('get the filter against false addresses once', () => {
    const [filtered = ''] = unfilteredInterfaces(`<domain>${plain}<disk/></domain>`);
    expect(filtered).toContain(`<filterref filter='clean-traffic'>`);
    expect(filtered).toMatch(/^<interface[^]*<\/interface>$/);
    expect(unfilteredInterfaces(filtered)).toEqual([]);
  });
  it('are told apart by their cards', () => {
    expect([...macsOf(plain + plain.replace('01', 'aB'))]).toEqual([
      '52:54:00:00:00:01',
      '52:54:00:00:00:ab',
    ]);
  });
});

describe('a domain’s XML', () => {
  it('tells where the screen is, with the password as it is', () => {
    expect(toScreen(graphics)).toEqual({ host: '127.0.0.1', port: 5901, password: 'a<b' });
  });
  it('has no screen while no port is given, and none without VNC', () => {
    expect(toScreen("<graphics type='vnc' port='-1'/>")).toBeNull();
    expect(toScreen("<graphics type='spice' port='5900'/>")).toBeNull();
  });
  it('is looked through for the element with the wanted attributes', () => {
    const xml = "<graphics type='spice' port='1'/><graphics type='vnc' port='2'/>";
    expect(attributesOf(xml, 'graphics', { type: 'vnc' })?.['port']).toBe('2');
    expect(attributesOf(xml, 'video')).toBeNull();
  });
  it('is whole with a network and without a second listener', () => {
    expect(isWholeDomain(graphics + network)).toBe(true);
    expect(isWholeDomain(graphics)).toBe(false);
    expect(isWholeDomain(graphics.replace("type='vnc'", "type='vnc' websocket='-1'") + network)).toBe(false);
  });
});
