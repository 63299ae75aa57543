import type { BroughtBack } from './disk-copies.js';
import { domainName } from './hypervisor.js';
import { childOf, childrenOf, removeChildren, rootOf, setChild, toXml } from './xml.js';

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
  for (const card of childrenOf(devices, 'interface')) {
    if (card.getAttribute('type') === 'network') setChild(card, 'source', { network });
    if (!isSame) removeChildren(card, 'mac');
  }
  for (const screen of childrenOf(devices, 'graphics')) screen.setAttribute('passwd', password);
  return toXml(domain);
}
