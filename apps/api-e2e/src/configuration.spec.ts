import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Exit } from './support/api-process.js';
import { postmasterOf } from './support/database.js';
import { eventually, PATIENCE_MS, within } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { signIn } from './support/visitor.js';

let installation: Installation;
let exit: Exit;
beforeAll(async () => {
  installation = await Installation.make();
});
afterAll(() => installation.dispose());

const EX_CONFIG = 78;
const EX_UNAVAILABLE = 69;

describe('a wrong environment', () => {
  it('is told all at once, by name, before anything is started', async () => {
    const api = installation.spawn({
      PORT: 'http',
      PUBLIC_URL: 'ftp://portal',
      DOMAIN_NAME: 'mon_lycee.example',
      TRUSTED_PROXIES: 'le-proxy',
      VMM_ADAPTERS: 'imaginary',
      VMM_NETWORK_MODE: 'bridge',
      VMM_JOBS_PER_HOST: '0',
      LDAP_HOST: 'directory.example',
      SMTP_HOST: 'smtp://mail.example',
      SMTP_PORT: '99999',
      LOG_LEVEL: 'loud',
    });
    expect(await within(PATIENCE_MS, 'it ends', api.exit)).toEqual({ code: EX_CONFIG, signal: null });
    for (const name of [
      'PORT',
      'PUBLIC_URL',
      'DOMAIN_NAME',
      'TRUSTED_PROXIES',
      'VMM_ADAPTERS',
      'VMM_NETWORK_MODE',
      'VMM_JOBS_PER_HOST',
      'LDAP_HOST',
      'SMTP_HOST',
      'SMTP_PORT',
      'LOG_LEVEL',
    ])
      expect(api.stderr).toMatch(new RegExp(`\\b${name}\\b`));
    expect(api.stderr).toContain('configuration');
    expect(api.stderr).toContain('certificate authority');
    // For a person, not for a programmer.
    expect(api.stderr).not.toMatch(/ZodError|\n {4}at /);
    await expect(stat(join(installation.dataDir, 'postgres'))).rejects.toThrow('ENOENT');
  });

  it('is one where only tests may do something, too', async () => {
    const api = installation.spawn({ NODE_ENV: 'production', VMM_TEST_KILL_AT: 'create:finish:before' });
    expect(await within(PATIENCE_MS, 'it ends', api.exit)).toEqual({ code: EX_CONFIG, signal: null });
    expect(api.stderr).toContain('VMM_TEST_KILL_AT');
  });

  it('does not show what is secret in it', async () => {
    const api = installation.spawn({ PORT: 'x', SMTP_PASSWORD: 'mot-secret', SECRET_KEY: 'cle-secrete' });
    await within(PATIENCE_MS, 'it ends', api.exit);
    expect(api.output).not.toMatch(/mot-secret|cle-secrete/);
  });

  it('is one of folders, files and addresses that are none, too', async () => {
    const file = join(installation.folder, 'file');
    await writeFile(file, '');
    const elsewhere = {
      LDAP_HOST: 'ldaps://127.0.0.1:9',
      LDAP_CA_FILE: file,
      METRICS_PORT: '9464',
      METRICS_HOST: '192.0.2.1',
    };
    const api = installation.spawn({
      VMM_DATA_DIR: file,
      STUDENT_VMS_DIR: join(file, 'below'),
      ...elsewhere,
    });
    expect(await within(PATIENCE_MS, 'it ends', api.exit)).toEqual({ code: EX_CONFIG, signal: null });
    for (const name of ['VMM_DATA_DIR', 'STUDENT_VMS_DIR', 'LDAP_CA_FILE', 'METRICS_HOST'])
      expect(api.stderr).toMatch(new RegExp(`at ${name}\\b`));
    expect(api.stderr).not.toMatch(/\n {4}at /);
  });

  it('may stand in .env, below the real one', async () => {
    await writeFile(join(installation.folder, '.env'), 'LOG_LEVEL=loud\nVMM_JOBS_PER_HOST=many\n');
    const api = installation.spawn({ LOG_LEVEL: 'info' });
    expect((await within(PATIENCE_MS, 'it ends', api.exit)).code).toBe(EX_CONFIG);
    expect(api.stderr).toContain('VMM_JOBS_PER_HOST');
    expect(api.stderr).not.toContain('LOG_LEVEL');
    await writeFile(join(installation.folder, '.env'), '');
  });
});

describe('a port that is taken', () => {
  it('is named, with the way out, and no database stays behind', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as AddressInfo;
    const api = installation.spawn({ PORT: String(port) });
    expect(await within(60_000, 'it ends', api.exit)).toEqual({ code: EX_UNAVAILABLE, signal: null });
    expect(api.stderr).toMatch(new RegExp(`Port ${port} .*taken.*PORT`));
    expect(api.stderr).not.toMatch(/\n {4}at /);
    expect(await installation.processesLeft()).toEqual([]);
    squatter.close();
  });
});

describe('an address that is none of this machine’s', () => {
  it.each([
    ['a name that does not exist', 'nulle-part.invalid'],
    ['an address of others', '192.0.2.1'],
    ['no address at all', '300.1.1.1'],
  ])('%s is named, with what to change', async (_, HOST) => {
    const api = installation.spawn({ HOST });
    expect(await within(60_000, 'it ends', api.exit)).toEqual({ code: EX_UNAVAILABLE, signal: null });
    expect(api.stderr).toContain(`Cannot listen on ${HOST}:`);
    expect(api.stderr).toContain('change HOST or PORT');
    expect(api.stderr).not.toMatch(/\n {4}at /);
    expect(await installation.processesLeft()).toEqual([]);
  });
});

/** By itself, or by the signal after everything was closed: a shell says 130 then. */
const isClean = ({ code, signal }: Exit) => code === 0 || signal === 'SIGINT';

describe('Ctrl+C', () => {
  it('stops cleanly, open streams and all: no process left', async () => {
    const api = await installation.start();
    const alice = await signIn(api, 'alice');
    const stream = await alice.events();
    exit = await api.interrupt();
    expect(isClean(exit)).toBe(true);
    await within(PATIENCE_MS, 'the stream is closed', stream.closed);
    expect(await postmasterOf(installation.dataDir)).toBeNull();
    expect(await installation.processesLeft()).toEqual([]);
    expect(api.stderr).not.toMatch(/"level":(50|60)/);
  });

  // `enableShutdownHooks` without `{ useProcessExit: true }` ends the process by the signal it got.
  it('is a success: exit code 0', () => {
    expect(exit).toEqual({ code: 0, signal: null });
  });

  it('in the middle of a creation loses nothing: it goes on at the next start', async () => {
    let api = await installation.start();
    let alice = await signIn(api, 'alice');
    const vm = await alice.create('interrompue');
    await eventually('it is being made', async () => (await alice.job(vm.job!.id)).step === 'make-machine');
    expect(isClean(await api.interrupt())).toBe(true);
    expect(await installation.processesLeft()).toEqual([]);

    api = await installation.start();
    alice = alice.at(api);
    const job = await alice.ended(vm.job!.id);
    expect(job).toMatchObject({ state: 'succeeded', problem: null });
    expect((await installation.remains()).domains).toEqual([vm.id]);
    expect((await alice.log(job.id)).match(/Creating domain/g)).toHaveLength(1);
    expect((await alice.get('/api/auth/me')).status).toBe(200);
    await alice.remove(vm.id);
    await alice.gone(vm.id);
    await api.interrupt();
  });

  it('shows the first accounts once, and never a chosen password', () => {
    const shown = installation.processes.filter(({ stdout }) => stdout.includes('First accounts'));
    expect(shown).toHaveLength(1);
    for (const { output } of installation.processes) expect(output).not.toContain('un mot de passe de test');
  });
});
