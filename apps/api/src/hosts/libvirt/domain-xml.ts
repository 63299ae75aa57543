import type { Screen } from './hypervisor.js';
import { childOf, childrenOf, rootOf, setChild, toXml, type Element } from './xml.js';

const devicesIn = (xml: string, kind: string): Element[] => childrenOf(childOf(rootOf(xml), 'devices'), kind);

const vncIn = (xml: string): Element | undefined =>
  devicesIn(xml, 'graphics').find((graphics) => graphics.getAttribute('type') === 'vnc');

/** Where a running domain shows its screen, read with libvirt's secure flag; null when it has no VNC server. */
export function toScreen(secureXml: string): Screen | null {
  const graphics = vncIn(secureXml);
  if (!graphics) return null;
  const password = graphics.getAttribute('passwd');
  const socketPath = graphics.getAttribute('socket');
  if (socketPath) return { socketPath, password };
  const port = Number(graphics.getAttribute('port'));
  if (!(port > 0)) return null;
  return { host: graphics.getAttribute('listen') ?? '127.0.0.1', port, password };
}

/** Vagrant gives a domain its network, and takes QEMU's own WebSocket listener from it, after it has defined it. */
export const isWholeDomain = (xml: string): boolean =>
  devicesIn(xml, 'interface').length > 0 && vncIn(xml)?.hasAttribute('websocket') === false;

/** The addresses of the network cards that the host gave it. */
export const macsOf = (xml: string): ReadonlySet<string> =>
  new Set(
    devicesIn(xml, 'interface').flatMap((card) => {
      const address = childOf(card, 'mac')?.getAttribute('address');
      return address ? [address.toLowerCase()] : [];
    }),
  );

/**
 * libvirt's own filter against false addresses: MAC, ARP and IP. It lets through the address that the network's DHCP server
 * gave, and no other.
 */
export function forbidSpoofing(card: Element): void {
  const filter = setChild(card, 'filterref', { filter: 'clean-traffic' });
  setChild(filter, 'parameter', { name: 'CTRL_IP_LEARNING', value: 'dhcp' });
}

/** The interfaces that have no filter yet, as they should be. */
export const unfilteredInterfaces = (xml: string): string[] =>
  devicesIn(xml, 'interface')
    .filter((card) => childOf(card, 'filterref') === null)
    .map((card) => {
      forbidSpoofing(card);
      return toXml(card);
    });

/** The disk that the system is on; null where there is none in a file. */
export function systemDiskIn(xml: string): { target: string; path: string } | null {
  const disk = devicesIn(xml, 'disk').find((one) => one.getAttribute('device') === 'disk') ?? null;
  const path = childOf(disk, 'source')?.getAttribute('file');
  const target = childOf(disk, 'target')?.getAttribute('dev');
  return path && target ? { target, path } : null;
}

/** Its settings are then in a file of their own, beside its disk. */
export const bootsByUefi = (xml: string): boolean => childOf(rootOf(xml), 'os', 'nvram') !== null;
