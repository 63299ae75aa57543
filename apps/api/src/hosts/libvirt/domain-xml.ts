import type { Screen } from './hypervisor.js';

type Attributes = Partial<Record<string, string>>;

/** The attributes of each element of that name. libvirt writes XML in one way only. */
export const elementsOf = (xml: string, element: string): Attributes[] =>
  [...xml.matchAll(new RegExp(`<${element}\\b([^>]*)>`, 'g'))].map(([, text = '']) =>
    Object.fromEntries(
      [...text.matchAll(/([\w:-]+)='([^']*)'/g)].map(([, name = '', value = '']) => [name, unescape(value)]),
    ),
  );

/** The attributes of the first element of that name whose attributes include `where`. */
export function attributesOf(
  xml: string,
  element: string,
  where: Record<string, string> = {},
): Attributes | null {
  const wanted = Object.entries(where);
  return (
    elementsOf(xml, element).find((attributes) =>
      wanted.every(([name, value]) => attributes[name] === value),
    ) ?? null
  );
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
const unescape = (text: string) =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ENTITIES[name] ?? '');

/** Where a running domain shows its screen, read with libvirt's secure flag; null when it has no VNC server. */
export function toScreen(secureXml: string): Screen | null {
  const graphics = attributesOf(secureXml, 'graphics', { type: 'vnc' });
  if (!graphics) return null;
  const password = graphics['passwd'] ?? null;
  if (graphics['socket']) return { socketPath: graphics['socket'], password };
  const port = Number(graphics['port']);
  if (!(port > 0)) return null;
  return { host: graphics['listen'] ?? '127.0.0.1', port, password };
}

/** Vagrant gives a domain its network, and takes QEMU's own WebSocket listener from it, after it has defined it. */
export function isWholeDomain(xml: string): boolean {
  const graphics = attributesOf(xml, 'graphics', { type: 'vnc' });
  return attributesOf(xml, 'interface') !== null && graphics !== null && graphics['websocket'] === undefined;
}

/** The addresses of the network cards that the host gave it. */
export const macsOf = (xml: string): ReadonlySet<string> =>
  new Set(elementsOf(xml, 'mac').flatMap(({ address }) => (address ? [address.toLowerCase()] : [])));

/**
 * libvirt's own filter against false addresses: MAC, ARP and IP. It lets through the address that the network's DHCP server
 * gave, and no other.
 */
const NO_SPOOFING = `<filterref filter='clean-traffic'><parameter name='CTRL_IP_LEARNING' value='dhcp'/></filterref>`;

/** The interfaces that have no filter yet, as they should be. */
export const unfilteredInterfaces = (xml: string): string[] =>
  [...xml.matchAll(/<interface\b[^]*?<\/interface>/g)]
    .map(([text]) => text)
    .filter((text) => !text.includes('<filterref'))
    .map((text) => text.replace('</interface>', `${NO_SPOOFING}</interface>`));
