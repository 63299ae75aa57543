import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vmm } from './support/command.js';
import { freePort } from './support/free-port.js';
import { Installation } from './support/installation.js';

let installation: Installation;
beforeAll(async () => {
  installation = await Installation.make();
});
afterAll(() => installation.dispose());

interface Answer {
  ok: boolean;
  checks: { name: string; status: string; detail: string; mend: string | null }[];
}

describe('npm run vmm -- doctor', () => {
  it('says all that is wrong with an installation, in the language of the terminal', async () => {
    const closed = await freePort();
    await writeFile(join(installation.folder, 'vms'), 'a file');
    const { code, said, stderr } = await vmm(installation, ['doctor'], {
      env: {
        LANG: 'fr_FR.UTF-8',
        VMM_JOBS_PER_HOST: 'many',
        DATABASE_URL: `postgres://vmm:mot-de-passe@127.0.0.1:${closed}/vmm`,
        STUDENT_VMS_DIR: join(installation.folder, 'vms'),
        PORT: String(closed),
      },
    });
    expect(code).toBe(1);
    expect(said).toMatch(/✗ configuration +✖ .*\n.*VMM_JOBS_PER_HOST\n +→ nano \.env/);
    expect(said).toMatch(/✗ base de données +.*ECONNREFUSED.*\n +→ DATABASE_URL/);
    expect(said).toMatch(/✗ droits +STUDENT_VMS_DIR: .*\n +→ sudo install -d/);
    expect(said).toMatch(/✓ libvirt +ok/);
    expect(said.match(/^✗/gm)).toHaveLength(3);
    expect(`${said}${stderr}`).not.toMatch(/mot-de-passe|\n {4}at /);
  });

  it('prints every line, whatever is wrong with the files of the configuration', async () => {
    const env = { LANG: 'fr_FR.UTF-8', PORT: String(await freePort()) };
    const titles = (said: string) => said.match(/^[✓✗?] /gm)?.length;
    const file = join(installation.folder, '.env');
    await writeFile(file, Buffer.of(0x50, 0x4f, 0x52, 0x54, 0x3d, 0xff, 0x00, 0x0a));
    const unreadable = await vmm(installation, ['doctor'], { env });
    await rm(file);
    expect([unreadable.code, titles(unreadable.said)]).toEqual([1, 15]);
    expect(unreadable.said).toMatch(/^✗ configuration +.*\.env/);
    expect(unreadable.said.match(/pas examiné/g)?.length).toBeGreaterThan(0);

    const files = { SECRET_KEY_FILE: '/nowhere/key', SMTP_PASSWORD_FILE: '/nowhere/mail' };
    const missing = await vmm(installation, ['doctor'], { env: { ...env, ...files } });
    expect([missing.code, titles(missing.said)]).toEqual([1, 15]);
    expect(missing.said).toMatch(/✗ configuration[^]*SECRET_KEY_FILE[^]*SMTP_PASSWORD_FILE[^]*✓ libvirt +ok/);
    expect(`${unreadable.stderr}${missing.stderr}`).not.toMatch(/\n {4}at /);
  });

  it('finds a running one well, reached at its public address with WebSockets', async () => {
    const port = await freePort();
    const env = { PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` };
    await installation.start(env);
    const { code, said } = await vmm(installation, ['doctor', '--json'], { env });
    const { ok, checks } = JSON.parse(said) as Answer;
    expect(checks.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect([code, ok]).toEqual([0, true]);
    expect(checks.find(({ name }) => name === 'database')?.detail).toMatch(/^PostgreSQL \d.*embedded$/);
    expect(checks.find(({ name }) => name === 'ports')?.detail).toBe('VM Manager answers there');
  });

  it('knows no other words', async () => {
    expect((await vmm(installation, ['doctor', 'now'])).code).toBe(64);
  });
});
