import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { DirectorySettings } from '../../foundation/config/environment.js';

export type TlsSettings = Pick<DirectorySettings, 'caFile' | 'checksCertificate'>;

/** Read for each connection: a certificate authority that was renewed counts at once. */
export async function tlsOptionsFor(
  url: string,
  { caFile, checksCertificate }: TlsSettings,
): Promise<ConnectionOptions> {
  const { hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  return {
    // The certificate is checked against it; TLS allows no IP address as server name.
    host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: checksCertificate,
    ...(caFile === null ? {} : { ca: await readFile(caFile) }),
  };
}
