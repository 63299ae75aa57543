import * as z from 'zod';
import { withoutOuterSpaces } from './text.js';

const LABEL = /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/;

/** What every resolver takes for an address before it asks who is called so: 2024, 10.0.0.1, 0x7f.1. */
const NUMBER = /^(\d+|0x[0-9a-f]*)$/i;
const isAddress = (name: string) => name !== '' && name.split('.').every((label) => NUMBER.test(label));

/** Names that a system gives to itself: Debian's /etc/hosts, RFC 6761, and what other systems write there. */
const OF_ITSELF = new Set(
  (
    'localhost localhost4 localhost6 localdomain localdomain4 localdomain6 loopback loopback4 loopback6 broadcasthost ' +
    'ip6-localhost ip6-loopback ip6-localnet ip6-mcastprefix ip6-allnodes ip6-allrouters ip6-allhosts ipv6-localhost ' +
    'ipv6-loopback'
  ).split(' '),
);
function isOfItself(name: string): boolean {
  const labels = name.toLowerCase().split('.');
  return OF_ITSELF.has(labels[0] ?? '') || labels.at(-1) === 'localhost';
}

/** A VM's display name, which is its guest's host name too (RFC 1123): unique per owner, ignoring case. */
export const VmName = z
  .string()
  .overwrite(withoutOuterSpaces)
  .min(1, 'vm-name.empty')
  .max(63, 'vm-name.too-long')
  .regex(/^[A-Za-z0-9.-]*$/, 'vm-name.characters')
  .refine((name) => name === '' || name.split('.').every((label) => LABEL.test(label)), 'vm-name.labels')
  .refine((name) => !isAddress(name), 'vm-name.address')
  .refine((name) => !isOfItself(name), 'vm-name.localhost')
  .meta({ id: 'VmName', description: 'Letters, digits, dots and dashes; a valid host name.' });
export type VmName = z.infer<typeof VmName>;
