import type { PrivateNetwork } from '../../hosts/libvirt/private-networks.js';

/** 10.192.0.0/10 in /24s: out of the way of what schools and libvirt's own default usually take. */
const FIRST = 192;
const COUNT = 64 * 256;

/**
 * The networks that an installation may use, in the order in which to try them. Their names carry the installation's id;
 * each starts elsewhere, so that two on one host rarely want the same addresses.
 */
export function* networkCandidates(installationId: string): Generator<PrivateNetwork> {
  const start = Number.parseInt(installationId.slice(0, 8), 16);
  for (let index = 0; index < COUNT; index += 1) {
    const at = (start + index) % COUNT;
    yield {
      name: `vmm-${installationId}-${index}`,
      // 15 characters at most.
      bridge: `vm${installationId.slice(0, 6)}-${index}`,
      octets: `10.${FIRST + Math.floor(at / 256)}.${at % 256}`,
    };
  }
}

/** Whether a network on the host was made by this installation. */
export const isNetworkOf = (installationId: string, name: string) =>
  name.startsWith(`vmm-${installationId}-`);
