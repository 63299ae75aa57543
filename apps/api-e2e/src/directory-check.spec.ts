import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates, type Certificates } from './support/certificates.js';
import { vmm } from './support/command.js';
import { freePort } from './support/free-port.js';
import { Installation } from './support/installation.js';
import { LdapServer, SERVICE } from './support/ldap-server.js';
import {
  addGroup,
  addPerson,
  groupDn,
  openLdap,
  openSchool,
  passwordOf,
  personDn,
} from './support/school.js';

let folder: string;
let certificates: Certificates;
let server: LdapServer;
let installation: Installation;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-check-'));
  certificates = await makeCertificates(folder);
  server = await LdapServer.start({ certificates });
  await openSchool(server);
  await addPerson(server, 'lea');
  await addPerson(server, 'parti', { shadowExpire: '1' });
  await addGroup(server, 'sio2', personDn('lea'));
  await addGroup(server, 'profs', personDn('lea'));
  installation = await Installation.make();
});

afterAll(async () => {
  await installation?.dispose();
  await server?.dispose();
  await rm(folder, { recursive: true });
});

const check = (args: string[], env: Record<string, string>, typed = '') =>
  vmm(installation, ['ldap-check', ...args], { env, typed });

describe('npm run vmm -- ldap-check', () => {
  it('says what each server, the account and its groups are', async () => {
    const urls = `ldap://127.0.0.1:${await freePort()} ${server.url}`;
    const { code, said } = await check(['Lea'], openLdap(urls));
    expect(said).toContain('✗ connexion refusée');
    expect(said).toContain('✓ identification acceptée');
    expect(said).toContain('recherche de (uid=lea) sous ou=users,dc=lycee,dc=example');
    expect(said).toContain(`✓ ${personDn('lea')}`);
    expect(said).toContain(`✓ ${groupDn('sio2')}`);
    expect(said).toContain('rôle\u00a0: enseignant');
    expect(said).toContain('classes\u00a0: sio2');
    expect(code).toBe(0);
  });

  it('tries a password, and never shows one', async () => {
    const right = await check(['lea', '--password-stdin'], openLdap(server.url), `${passwordOf('lea')}\n`);
    expect(right.said).toContain('✓ accepté');
    expect(right.code).toBe(0);
    const wrong = await check(['lea', '--password-stdin'], openLdap(server.url), 'autre chose\n');
    expect(wrong.said).toContain('✗ nom ou mot de passe refusé');
    expect(wrong.code).toBe(1);
    const none = await check(['lea', '--password-stdin'], openLdap(server.url));
    expect(none.code).toBe(1);
    for (const { said, stderr } of [right, wrong, none])
      for (const secret of [passwordOf('lea'), 'autre chose', SERVICE.password])
        expect(said + stderr).not.toContain(secret);
  });

  it.each([
    ['an unknown name', 'personne', {}, 'aucune fiche'],
    ['a disabled account', 'parti', {}, 'compte désactivé'],
    ['a group that is missing', 'lea', { LDAP_ALLOWED_GROUP: 'portail' }, 'absent du groupe portail'],
    ['a wrong branch', 'lea', { LDAP_USER_DN: 'ou=eleves' }, 'cette branche n’existe pas'],
    ['a wrong service password', 'lea', { LDAP_BIND_USER_PASSWORD: 'faux' }, 'nom ou mot de passe refusé'],
    ['a name that does not exist', 'lea', { LDAP_HOST: 'ldap://annuaire.invalid' }, 'DNS'],
  ])('%s: says so, and fails', async (_, account, change, words) => {
    const { code, said } = await check([account], { ...openLdap(server.url), ...change });
    expect(said).toContain(words);
    expect(code).toBe(1);
  });

  it('says what is wrong with TLS', async () => {
    const secure = openLdap(server.secureUrl);
    const untrusted = await check(['lea'], secure);
    expect(untrusted.said).toContain('autorité de certification inconnue');
    expect(untrusted.code).toBe(1);
    const trusted = await check(['lea'], { ...secure, LDAP_CA_FILE: certificates.ca });
    expect(trusted.said).toContain('✓ TLS établi, certificat accepté');
    expect(trusted.code).toBe(0);
    const startTls = { ...openLdap(server.url), LDAP_STARTTLS: 'true', LDAP_CA_FILE: certificates.ca };
    expect((await check(['lea'], startTls)).said).toContain('✓ TLS établi, certificat accepté');
  });

  it('without a directory, says that there is none', async () => {
    const { code, said } = await check(['lea'], {});
    expect(said).toContain('Aucun annuaire');
    expect(code).toBe(1);
  });
});
