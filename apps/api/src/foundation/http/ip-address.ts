import { isIPv4, isIPv6 } from 'node:net';

/** The one spelling of an IP address; null for what is none. Some proxies add a port; IPv4 inside IPv6 is IPv4. */
export function ipAddress(text: string): string | null {
  const bare = withoutPort(text.trim());
  if (isIPv4(bare)) return bare;
  return isIPv6(bare) ? plainIpv6(bare) : null;
}

function withoutPort(text: string): string {
  const inBrackets = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text);
  if (inBrackets) return inBrackets[1] ?? '';
  return /^([\d.]+):\d{1,5}$/.exec(text)?.[1] ?? text;
}

/** Without the zone, which means something on that machine only. */
function plainIpv6(address: string): string {
  const plain = canonical(address.split('%')[0] ?? '');
  const inside = /^::ffff:([\da-f]{1,4}):([\da-f]{1,4})$/.exec(plain);
  if (!inside) return plain;
  const [high = 0, low = 0] = inside.slice(1).map((group) => parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** As RFC 5952 writes it, which is also what browsers do with a host. */
const canonical = (address: string) => new URL(`http://[${address}]`).hostname.slice(1, -1);
