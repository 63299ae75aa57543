import { forbidSpoofing } from './domain-xml.js';
import type { Adoption } from './foreign-machines.js';
import { toDescription } from './domain-owner.js';
import {
  addChild,
  childOf,
  childrenOf,
  removeChildren,
  rootOf,
  setChild,
  toXml,
  type Element,
} from './xml.js';

/** How the definition of an adopted machine differs from one that Vagrant makes for us. */
export interface AdoptedDomain extends Adoption {
  id: string;
  screenPassword: string;
  /** On a network of others: it may use no other address than its own. */
  isBridged: boolean;
}

/** The definition as ours: disks, firmware, processor and cards stay what they are, for the guest knows them. */
export function adopted(secureXml: string, { isBridged, ...domain }: AdoptedDomain): string {
  const root = rootOf(secureXml);
  setChild(root, 'title', {}, domain.title);
  setChild(root, 'description', {}, toDescription(domain));
  const devices = setChild(root, 'devices', {});
  showOnLoopback(devices, domain.screenPassword);
  for (const card of childrenOf(devices, 'interface')) {
    if (!joinsNetwork(card)) continue;
    card.setAttribute('type', 'network');
    removeChildren(card, 'source');
    setChild(card, 'source', { network: domain.network });
    if (isBridged && childOf(card, 'filterref') === null) forbidSpoofing(card);
  }
  giveAgent(devices);
  pointAbsolutely(devices);
  return toXml(root);
}

const joinsNetwork = (card: Element) => ['network', 'bridge'].includes(card.getAttribute('type') ?? '');

/** The networks and bridges that its cards are on. */
export const networksIn = (xml: string): string[] =>
  childrenOf(childOf(rootOf(xml), 'devices'), 'interface')
    .filter(joinsNetwork)
    .map((card) => childOf(card, 'source'))
    .map((source) => source?.getAttribute('network') ?? source?.getAttribute('bridge') ?? '?');

/** The files that it writes to. */
export const disksIn = (xml: string): string[] =>
  childrenOf(childOf(rootOf(xml), 'devices'), 'disk')
    .filter(
      (disk) => (disk.getAttribute('device') ?? 'disk') === 'disk' && childOf(disk, 'readonly') === null,
    )
    .flatMap((disk) => {
      const source = childOf(disk, 'source');
      return source?.getAttribute('file') ?? source?.getAttribute('dev') ?? [];
    });

/** One screen, by VNC, for this host and with a password; no key map, no listener of QEMU's own for browsers, no SPICE. */
function showOnLoopback(devices: Element, password: string): void {
  const known = childrenOf(devices, 'graphics').find((one) => one.getAttribute('type') === 'vnc');
  const kept = known?.getAttribute('passwd');
  removeChildren(devices, 'graphics');
  for (const kind of ['channel', 'redirdev', 'audio', 'smartcard'])
    for (const one of childrenOf(devices, kind))
      if (/^spice/.test(one.getAttribute('type') ?? '')) devices.removeChild(one);
  // The one that it has got from us at the first time.
  const passwd = kept && OURS.test(kept) ? kept : password;
  const graphics = addChild(devices, 'graphics');
  const attributes = { type: 'vnc', port: '-1', autoport: 'yes', listen: '127.0.0.1', passwd };
  for (const [key, value] of Object.entries(attributes)) graphics.setAttribute(key, value);
  setChild(graphics, 'listen', { type: 'address', address: '127.0.0.1' });
}

const OURS = /^[A-Za-z0-9]{8}$/;
const AGENT = 'org.qemu.guest_agent.0';

/** The agent's line: a guest that has the agent, or gets it, can be asked from then on. */
function giveAgent(devices: Element): void {
  const has = childrenOf(devices, 'channel').some(
    (channel) => childOf(channel, 'target')?.getAttribute('name') === AGENT,
  );
  if (has) return;
  const channel = addChild(devices, 'channel');
  channel.setAttribute('type', 'unix');
  setChild(channel, 'target', { type: 'virtio', name: AGENT });
}

/** The mouse in the browser is where the guest shows it. */
function pointAbsolutely(devices: Element): void {
  const inputs = childrenOf(devices, 'input');
  const noUsb = childrenOf(devices, 'controller').some(
    (one) => one.getAttribute('type') === 'usb' && one.getAttribute('model') === 'none',
  );
  if (noUsb || inputs.some((input) => input.getAttribute('type') === 'tablet')) return;
  const tablet = addChild(devices, 'input');
  tablet.setAttribute('type', 'tablet');
  tablet.setAttribute('bus', 'usb');
}
