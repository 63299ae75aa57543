import { describe, expect, it } from '@jest/globals';
import { overlap, subnetsOf } from './subnets.js';

describe('the subnets of a libvirt network', () => {
  it('are its IPv4 ones, with their own prefixes', () => {
    const xml = `<network>
      <ip family='ipv6' address='fd00::1' prefix='64'/>
      <ip address='10.200.0.1' netmask='255.255.252.0'><dhcp/></ip>
      <ip family='ipv4' address='192.168.1.1' prefix='26'/>
      <ip address='10.0.0.1'/>
    </network>`;
    expect(subnetsOf(xml)).toEqual(['10.200.0.1/22', '192.168.1.1/26', '10.0.0.1/8']);
  });
  it('are those of the network itself, whatever its quotes, not what comments or metadata name', () => {
    const xml = `<network connections="1">
      <metadata><x:ip xmlns:x="urn:x" address="10.1.0.1" prefix="24"/></metadata>
      <!-- <ip address="10.2.0.1" prefix="24"/> -->
      <ip address="10.3.0.1" prefix="24"
          localPtr='yes'>
        <dhcp><host mac='52:54:00:00:00:01' name="a" ip="10.3.0.9"/></dhcp>
      </ip>
      <ip family='ipv4' address='nonsense'/>
    </network>`;
    expect(subnetsOf(xml)).toEqual(['10.3.0.1/24']);
  });
});

it.each([
  ['10.200.1.5/24', true],
  ['10.200.1.200/28', true],
  ['10.200.0.1/16', true],
  ['0.0.0.0/0', true],
  ['10.200.1.9/32', true],
  ['10.200.2.1/24', false],
  ['10.200.0.1/24', false],
])('10.200.1.0/24 and %s overlap: %s', (used, expected) =>
  expect(overlap(used, '10.200.1.0/24')).toBe(expected),
);
