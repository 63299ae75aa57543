import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Certificates {
  /** Of the authority that signed the server's. */
  ca: string;
  certificate: string;
  key: string;
}

/** An authority of our own and a certificate of it for 127.0.0.1, in this folder. */
export async function makeCertificates(folder: string, name = 'own'): Promise<Certificates> {
  const path = (file: string) => join(folder, `${name}-${file}`);
  const [caKey, ca, key, request, certificate, extensions] = [
    path('ca.key'),
    path('ca.pem'),
    path('server.key'),
    path('server.csr'),
    path('server.pem'),
    path('server.ext'),
  ];
  await writeFile(extensions, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n');
  const newKey = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await run('openssl', [
    ...newKey,
    '-x509',
    '-keyout',
    caKey,
    '-out',
    ca,
    '-days',
    '2',
    '-subj',
    `/CN=${name} CA`,
  ]);
  await run('openssl', [...newKey, '-keyout', key, '-out', request, '-subj', '/CN=127.0.0.1']);
  await run('openssl', [
    ...['x509', '-req', '-in', request, '-CA', ca, '-CAkey', caKey, '-CAcreateserial'],
    ...['-days', '2', '-extfile', extensions, '-out', certificate],
  ]);
  return { ca, certificate, key };
}
