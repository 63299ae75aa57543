import type { BroughtBack } from './disk-copies.js';
import { domainName } from './hypervisor.js';
import {
  childOf,
  childrenOf,
  isElement,
  removeChildren,
  rootOf,
  setChild,
  toXml,
  type Element,
} from './xml.js';

/**
 * The domain of a machine that comes back: the hardware that its guest knows, under the name, owner, network and screen's
 * password of now. Its network card's address is the old one only when it is the same machine.
 */
export function broughtBackXml(
  definition: string,
  { vmId, ownerId, installationId, network }: BroughtBack,
  { disk, password }: { disk: string; password: string },
): string {
  const domain = rootOf(definition);
  const isSame = childOf(domain, 'uuid')?.textContent === vmId;
  setChild(domain, 'name', {}, domainName(vmId));
  setChild(domain, 'uuid', {}, vmId);
  const owner = { vmManager: { vm: vmId, owner: ownerId, installation: installationId } };
  setChild(domain, 'description', {}, JSON.stringify(owner));
  const devices = childOf(domain, 'devices');
  const system = childrenOf(devices, 'disk').find((one) => one.getAttribute('device') === 'disk');
  if (!system) throw new Error('A machine without a disk');
  removeChildren(system, 'backingStore');
  setChild(system, 'source', { file: disk });
  // Further ones were not copied, and may be another machine's now.
  for (const one of childrenOf(devices, 'disk'))
    if (one !== system && childOf(one, 'source')) devices?.removeChild(one);
  // Firmware's settings are in a file that the old machine may still use: libvirt makes a new one.
  if (!isSame) removeChildren(childOf(domain, 'os'), 'nvram');
  leaveHostAlone(domain, devices);
  for (const card of childrenOf(devices, 'interface')) {
    if (card.getAttribute('type') === 'network') setChild(card, 'source', { network });
    if (!isSame) removeChildren(card, 'mac');
  }
  for (const screen of childrenOf(devices, 'graphics')) screen.setAttribute('passwd', password);
  return toXml(domain);
}

/** What no machine of ours has, and what would lead out of it. */
const OF_HOST = ['emulator', 'filesystem', 'hostdev', 'redirdev', 'shmem'];
const LINES = ['channel', 'console', 'parallel', 'serial'];
const HARMLESS_LINES = ['pty', 'unix', 'null', 'spicevmc', 'qemu-vdagent'];

/** A definition lies unsealed beside the disks: whoever can write there shall not reach the host by it. */
function leaveHostAlone(domain: Element, devices: Element | null): void {
  for (const kind of OF_HOST) removeChildren(devices, kind);
  for (const kind of ['kernel', 'initrd', 'cmdline', 'dtb']) removeChildren(childOf(domain, 'os'), kind);
  for (const line of LINES.flatMap((kind) => childrenOf(devices, kind))) {
    if (!HARMLESS_LINES.includes(line.getAttribute('type') ?? 'pty')) devices?.removeChild(line);
    // libvirt chooses a place of its own.
    else removeChildren(line, 'source');
  }
  // Such as words for QEMU's own command line.
  for (const node of [...domain.childNodes])
    if (isElement(node) && node.namespaceURI !== null) domain.removeChild(node);
}
