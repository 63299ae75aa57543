import { access } from 'node:fs/promises';
import { LibvirtConnectionError } from './errors.js';

const FOLDER = '/var/run/libvirt';

/** The sockets that may serve a URI, best first. Only the local system daemon's drivers have one. */
export function socketCandidates(uri: string, readonly: boolean, folder = FOLDER): string[] {
  const { protocol, host, pathname } = parse(uri);
  const isQemu = protocol === 'qemu:' && pathname === '/system';
  if (host !== '' && protocol !== 'test:')
    throw new LibvirtConnectionError('unreachable', `${uri}: only local URIs are supported`);
  if (protocol === 'qemu:' && !isQemu)
    throw new LibvirtConnectionError('unreachable', `${uri}: only qemu:///system is supported`);
  const suffix = readonly ? '-ro' : '';
  const names = isQemu ? ['virtqemud-sock', 'libvirt-sock'] : ['libvirt-sock'];
  return names.map((name) => `${folder}/${name}${suffix}`);
}

function parse(uri: string): URL {
  try {
    return new URL(uri);
  } catch (cause) {
    throw new LibvirtConnectionError('unreachable', `${uri} is not a libvirt URI`, { cause });
  }
}

/** The first candidate that exists; rejects with LibvirtConnectionError when none does. */
export async function resolveSocketPath(uri: string, readonly: boolean, folder = FOLDER): Promise<string> {
  const candidates = socketCandidates(uri, readonly, folder);
  for (const candidate of candidates) {
    const exists = await access(candidate).then(
      () => true,
      () => false,
    );
    if (exists) return candidate;
  }
  throw new LibvirtConnectionError(
    'unreachable',
    `no libvirt socket at ${candidates.join(' or ')}: is libvirtd running?`,
  );
}
