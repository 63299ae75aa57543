import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { rootCertificates } from 'node:tls';
import { join } from 'node:path';
import { checkComputer } from './check-computer.js';
import { ConfigurationError, toConfiguration } from './configuration.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-folders-'));
  await writeFile(join(folder, 'file'), '');
  await symlink('loop', join(folder, 'loop'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const check = (dataDir: string, studentVmsDir = folder) =>
  checkComputer({ dataDir: join(folder, dataDir), studentVmsDir, directory: null, metrics: null });
const faultsOf = async (texts: Record<string, string>) => {
  const { environment } = toConfiguration({ LDAP_HOST: 'ldap://ldap.example', ...texts }, folder);
  return checkComputer(environment).then(
    () => 'none',
    (error: Error) => error.message,
  );
};

it.each(['', 'new', 'new/below/it'])('takes "%s" and makes nothing', async (dataDir) => {
  await check(dataDir);
  expect(await readdir(folder)).toEqual(['file', 'loop']);
});

it.each(['file', 'file/below', 'file/far/below', 'loop', 'x'.repeat(300)])(
  'refuses %s by the name of its variable',
  async (dataDir) => {
    const refusal = expect(check(dataDir)).rejects;
    await refusal.toThrow(ConfigurationError);
    await refusal.toThrow(/→ at VMM_DATA_DIR$/);
  },
);

it('names all that is wrong at once', async () => {
  const refusal = expect(check('file', join(folder, 'file/vms'))).rejects;
  await refusal.toThrow(/file is no folder\n {2}→ at VMM_DATA_DIR\n[^]*→ at STUDENT_VMS_DIR/);
});

it.each([
  [
    'a file that is not there',
    'nowhere.pem',
    /nowhere.pem cannot be read \(ENOENT\)\n {2}→ at LDAP_CA_FILE$/,
  ],
  ['a folder', '.', /cannot be read \(EISDIR\)\n {2}→ at LDAP_CA_FILE$/],
  ['a file without a certificate', 'file', /holds no certificate in PEM format\n {2}→ at LDAP_CA_FILE$/],
  ['a broken certificate', 'broken.pem', /holds no certificate in PEM format\n {2}→ at LDAP_CA_FILE$/],
])('refuses %s as certificate authority of the directory', async (_what, name, fault) => {
  await writeFile(
    join(folder, 'broken.pem'),
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  );
  expect(await faultsOf({ LDAP_CA_FILE: join(folder, name) })).toMatch(fault);
  await rm(join(folder, 'broken.pem'));
});

it('takes a certificate that TLS takes, with remarks before it', async () => {
  const [root] = rootCertificates;
  await writeFile(join(folder, 'root.pem'), `# the school’s own\n${root}\n`);
  expect(await faultsOf({ LDAP_CA_FILE: join(folder, 'root.pem') })).toBe('none');
  await rm(join(folder, 'root.pem'));
});

it.each(['192.0.2.1', 'nulle-part.invalid', '300.1.1.1'])(
  'refuses %s as address of the metrics, which is none of this computer',
  async (METRICS_HOST) => {
    const faults = await faultsOf({ METRICS_PORT: '9464', METRICS_HOST });
    expect(faults).toMatch(/is no address of this computer \(E\w+\)\n {2}→ at METRICS_HOST$/);
  },
);

it('looks at no address of metrics that nobody asked for', async () => {
  expect(await faultsOf({ METRICS_HOST: '192.0.2.1' })).toBe('none');
  expect(await faultsOf({ METRICS_PORT: '9464' })).toBe('none');
});
