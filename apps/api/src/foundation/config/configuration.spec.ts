import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrustedProxies } from '../http/trusted-proxies.js';
import { ConfigurationError, toConfiguration } from './configuration.js';
import { SECRET_VARIABLES } from './secrets.js';
import { Variables } from './variables.js';

const environmentOf = (texts: Record<string, string>) => toConfiguration(texts, '/srv/vmm').environment;
const complaintAbout = (texts: Record<string, string>) => {
  try {
    toConfiguration(texts, '/srv/vmm');
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing';
};

describe('the configuration', () => {
  it('needs nothing', () => {
    expect(environmentOf({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: null,
      dataDir: '/srv/vmm/var',
      studentVmsDir: '/srv/vmm/student_vms',
      databaseUrl: null,
      networkMode: { kind: 'nat' },
      adapters: 'real',
      jobsPerHost: 2,
      directory: null,
      mail: null,
    });
  });

  it('takes an empty variable as unset', () => {
    expect(environmentOf({ PORT: '', LDAP_HOST: ' ' })).toMatchObject({ port: 3000, directory: null });
  });

  it('names everything that is wrong at once', () => {
    const complaint = complaintAbout({
      PORT: 'many',
      VMM_NETWORK_MODE: 'bridge:',
      LDAP_HOST: 'directory.iris.example',
    });
    expect(complaint).toContain('PORT');
    expect(complaint).toContain('VMM_NETWORK_MODE');
    expect(complaint).toContain('LDAP_HOST');
  });

  it('puts the portal at vm-manager below DOMAIN_NAME unless PUBLIC_URL says otherwise', () => {
    expect(environmentOf({ DOMAIN_NAME: 'iris.example' }).publicUrl).toBe('https://vm-manager.iris.example');
    expect(environmentOf({ DOMAIN_NAME: 'iris.example', PUBLIC_URL: 'http://vm.lan:8080/' }).publicUrl).toBe(
      'http://vm.lan:8080',
    );
  });

  it.each<Record<string, string>>([
    { DOMAIN_NAME: 'my_school.example' },
    { PUBLIC_URL: 'https://vm_manager.example' },
  ])('refuses an underscore in a host name: %o', (texts) =>
    expect(complaintAbout(texts)).toContain('no "_" in a host name'),
  );

  it.each(['https://vm.example/portal', 'https://vm.example/?a=b', 'ftp://vm.example', 'vm.example'])(
    'refuses %s as PUBLIC_URL',
    (url) => expect(complaintAbout({ PUBLIC_URL: url })).toContain('PUBLIC_URL'),
  );

  it.each(['nonsense', '/var/run/libvirt/libvirt-sock', '//system'])('refuses %s as LIBVIRT_URI', (uri) =>
    expect(complaintAbout({ LIBVIRT_URI: uri })).toContain('LIBVIRT_URI'),
  );

  it.each(['smtp://mail.example', 'mail.example:25', '300.1.1.1', 'mail server', '-mail'])(
    'refuses %s as SMTP_HOST',
    (host) => expect(complaintAbout({ SMTP_HOST: host })).toContain('SMTP_HOST'),
  );

  it.each(['mail', 'mail_server', 'smtp.iris.example', '10.0.0.2', 'fd00::2'])(
    'takes %s as SMTP_HOST',
    (host) => expect(environmentOf({ SMTP_HOST: host }).mail?.host).toBe(host),
  );

  it('reads the network mode with its interface', () => {
    expect(environmentOf({ VMM_NETWORK_MODE: 'bridge:br0' }).networkMode).toEqual({
      kind: 'bridge',
      interface: 'br0',
    });
  });

  it('wants another port for the metrics than for the portal', () => {
    expect(complaintAbout({ METRICS_PORT: '3000' })).toMatch(/PORT is the portal’s[^]*METRICS_PORT/);
    expect(environmentOf({ METRICS_PORT: '3000', HOST: '/run/vmm/api.sock' }).metrics?.port).toBe(3000);
  });

  it('keeps the test switch out of production', () => {
    expect(environmentOf({ VMM_TEST_KILL_AT: 'step' }).testKillAt).toBe('step');
    expect(complaintAbout({ VMM_TEST_KILL_AT: 'step', NODE_ENV: 'production' })).toContain(
      'never in production',
    );
  });

  it('puts directory folders below the base unless they are there already', () => {
    const { directory } = environmentOf({
      LDAP_HOST: 'ldaps://one.example ldaps://two.example:1636',
      LDAP_BASE_DN: 'dc=iris,dc=example',
      LDAP_GROUP_DN: 'cn=classes,dc=iris,dc=example',
    });
    expect(directory).toMatchObject({
      urls: ['ldaps://one.example', 'ldaps://two.example:1636'],
      userDn: 'ou=users,dc=iris,dc=example',
      groupDn: 'cn=classes,dc=iris,dc=example',
    });
  });

  it('refuses a proxy that is no address', () => {
    expect(complaintAbout({ TRUSTED_PROXIES: 'proxy.example' })).toContain('TRUSTED_PROXIES');
    expect(environmentOf({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual([
      '10.0.0.0/8',
      '::1',
    ]);
  });

  it('keeps secrets apart', () => {
    const { environment, secrets } = toConfiguration(
      { SECRET_KEY: 'k1', SMTP_HOST: 'mx', SMTP_PASSWORD: 'p1' },
      '/',
    );
    expect(JSON.stringify(environment)).not.toMatch(/k1|p1/);
    expect(secrets).toMatchObject({ secretKey: 'k1', mailPassword: 'p1' });
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/99',
    '::1/129',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    'fe80::1%eth0',
    '10.0.0.0/-1',
  ])('refuses %s as a proxy', (entry) =>
    expect(complaintAbout({ TRUSTED_PROXIES: `127.0.0.1 ${entry}` })).toContain('TRUSTED_PROXIES'),
  );

  it.each(['10.0.0.0/0', '10.0.0.0/32', '::1/128', '2001:db8::/32, 10.0.0.2'])(
    'takes %s as proxies',
    (list) => expect(() => new TrustedProxies(environmentOf({ TRUSTED_PROXIES: list }))).not.toThrow(),
  );

  const NONSENSE = [
    'x',
    '-1',
    '1e9',
    '[',
    'http://',
    'ldap://',
    '1.2.3.4',
    '10.0.0.0/99',
    'xn--a',
    '%',
    '\ud800',
    '☃',
  ];
  it.each(Object.keys(Variables.shape))(
    'takes nonsense in %s for what it says, or complains readably',
    (name) => {
      for (const text of [...NONSENSE, 'y'.repeat(5000)])
        expect([text, complaintAbout({ [name]: text })]).toEqual([
          text,
          expect.stringMatching(new RegExp(`^nothing$|${name}|LDAP_BIND_USER_PASSWORD`)),
        ]);
    },
  );
});

describe('names that nobody knows', () => {
  const warningsFor = (name: string) => toConfiguration({ [name]: 'x' }, '/srv/vmm').warnings;

  it.each([
    ['LDPA_HOST', 'LDAP_HOST'],
    ['LDAP_BIND_USER_PASWORD', 'LDAP_BIND_USER_PASSWORD'],
    ['ADMIN_EMAIL', 'ADMIN_EMAILS'],
    ['ldap_host', 'LDAP_HOST'],
  ])('%s is asked about', (name, meant) =>
    expect(warningsFor(name)).toEqual([expect.stringMatching(new RegExp(`^${name} .*${meant}\\?$`))]),
  );

  it('ours by their first letters are told', () =>
    expect(warningsFor('VMM_SOMETHING_ELSE')).toEqual([expect.stringContaining('VMM_SOMETHING_ELSE')]));

  it.each(['HOME', 'PATH', 'LANG', 'TERM', 'npm_config_cache', 'POST', 'EDITOR', 'HOSTNAME'])(
    '%s is no affair of ours',
    (name) => expect(warningsFor(name)).toEqual([]),
  );
});

describe('SMTP_FROM', () => {
  const fromOf = (text: string) => environmentOf({ SMTP_HOST: 'mail', SMTP_FROM: text }).mail?.from;

  it.each([
    ['noreply@school.example', null, 'noreply@school.example'],
    ['VM Manager <noreply@school.example>', 'VM Manager', 'noreply@school.example'],
    ['"Lycée, salle \\"2\\"" <noreply@school.example>', 'Lycée, salle "2"', 'noreply@school.example'],
    ['Führung <noreply@schüle.example>', 'Führung', 'noreply@schüle.example'],
    ['<noreply@school.example>', null, 'noreply@school.example'],
    ['VM Manager<noreply@localhost>', 'VM Manager', 'noreply@localhost'],
  ])('%s', (text, name, address) => expect(fromOf(text)).toEqual({ name, address }));

  it.each([
    'noreply',
    'a@x.example, b@x.example',
    'VM Manager noreply@x.example',
    'A <a@x>, B <b@x>',
    'A <a@x> b',
    'a@b@c',
  ])('%s is refused', (text) => expect(complaintAbout({ SMTP_FROM: text })).toContain('SMTP_FROM'));
});

describe('a secret in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vmm-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const fileWith = (text: string) => {
    writeFileSync(join(folder, 'secret'), text);
    return 'secret';
  };
  const read = (texts: Record<string, string>) => toConfiguration(texts, folder);
  const complaintOf = (texts: Record<string, string>) => {
    try {
      read(texts);
    } catch (error) {
      if (error instanceof ConfigurationError) return error.message;
      throw error;
    }
    return 'nothing';
  };

  it('counts as if it stood in the variable, without the line break at its end', () => {
    const { secrets, environment, warnings } = read({
      LDAP_HOST: 'ldap://directory.iris.example',
      LDAP_BIND_USER_DN: 'cn=vmm',
      LDAP_BIND_USER_PASSWORD_FILE: fileWith(' mot de passe # "é" \r\n\n'),
    });
    expect(secrets.directoryPassword).toBe(' mot de passe # "é" ');
    expect(warnings).toEqual([]);
    expect(JSON.stringify(environment)).not.toContain('mot de passe');
  });

  it.each([...SECRET_VARIABLES])('can be %s', (name) => {
    const value = name === 'DATABASE_URL' ? 'postgres://vmm@db.example/vmm' : 'azerty-azerty';
    const { secrets, environment } = read({ [`${name}_FILE`]: fileWith(value) });
    expect([...Object.values(secrets), environment.databaseUrl]).toContain(value);
  });

  it('is refused beside the variable itself', () => {
    expect(complaintOf({ SECRET_KEY: 'one', SECRET_KEY_FILE: fileWith('two') })).toMatch(
      /either SECRET_KEY or SECRET_KEY_FILE.*\n.*at SECRET_KEY_FILE/,
    );
  });

  it('is refused when the file is empty or cannot be read, together with everything else that is wrong', () => {
    const complaint = complaintOf({
      PORT: 'many',
      SMTP_PASSWORD_FILE: fileWith(' \n'),
      SECRET_KEY_FILE: 'not-there',
    });
    expect(complaint).toMatch(/secret is empty\n.*at SMTP_PASSWORD_FILE/);
    expect(complaint).toMatch(/not-there cannot be read \(ENOENT\)\n.*at SECRET_KEY_FILE/);
    expect(complaint).toContain('at PORT');
  });

  it('is held to the same rules, and not shown when it breaks them', () => {
    const complaint = complaintOf({ DATABASE_URL_FILE: fileWith('mysql://vmm:geheim@db.example/vmm') });
    expect(complaint).toContain('at DATABASE_URL');
    expect(complaint).not.toContain('geheim');
  });
});
