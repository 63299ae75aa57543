import { BlockList, isIPv4 } from 'node:net';
import { childrenOf, rootOf } from './xml.js';

/** The IPv4 networks that a libvirt network's XML names, as `address/prefix`. */
export function subnetsOf(networkXml: string): string[] {
  return childrenOf(rootOf(networkXml), 'ip').flatMap((ip) => {
    const address = ip.getAttribute('address') ?? '';
    if (!isIPv4(address)) return [];
    const prefix = ip.getAttribute('prefix');
    return [`${address}/${prefix ?? prefixOf(ip.getAttribute('netmask') ?? classfulNetmask(address))}`];
  });
}

/** Whether two IPv4 networks, as `address/prefix`, share an address. */
export const overlap = (one: string, other: string) => contains(one, other) || contains(other, one);

function contains(outer: string, inner: string): boolean {
  const [network, prefix] = partsOf(outer);
  const [address, innerPrefix] = partsOf(inner);
  if (innerPrefix < prefix) return false;
  const list = new BlockList();
  list.addSubnet(network, prefix, 'ipv4');
  return list.check(address, 'ipv4');
}

function partsOf(subnet: string): [address: string, prefix: number] {
  const [address = '', prefix] = subnet.split('/');
  return [address, Number(prefix)];
}

const prefixOf = (netmask: string) =>
  netmask
    .split('.')
    .map((octet) => Number(octet).toString(2).replaceAll('0', '').length)
    .reduce((sum, ones) => sum + ones, 0);

/** What libvirt takes when the XML says nothing. */
function classfulNetmask(address: string): string {
  const first = Number.parseInt(address, 10);
  if (first < 128) return '255.0.0.0';
  return first < 192 ? '255.255.0.0' : '255.255.255.0';
}
