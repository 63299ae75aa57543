import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Vm } from '@vm-manager/contracts';
import type { ApiProcess } from './support/api-process.js';
import { vmm } from './support/command.js';
import { askDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { json, signIn, type Visitor } from './support/visitor.js';

const PASSWORD = 'Azerty-2024!';
let installation: Installation;
let api: ApiProcess;
let alice: Visitor;
let old: string;

const ids = { web: randomUUID(), base: randomUUID(), big: randomUUID(), shared: randomUUID() };

/** The folder, the files and the domain that the prototype made for one machine. */
async function prototypeMade(
  folder: string,
  { id, power = 'off', vcpus = 1 }: { id?: string; power?: 'off' | 'running'; vcpus?: number } = {},
): Promise<void> {
  const path = join(old, folder);
  const name = folder.split('/')[1]!;
  await mkdir(join(path, '.vagrant/machines/default/libvirt'), { recursive: true });
  await writeFile(
    join(path, 'Vagrantfile'),
    `Vagrant.configure("2") do |config|
  config.vm.box = "debian/bookworm64"
  config.vm.provision "shell", inline: <<-SHELL
    echo "etudiant:${PASSWORD}" | chpasswd
  SHELL
end
`,
  );
  await writeFile(
    join(path, 'vm_info.txt'),
    `Nom: ${name}\nTemplate: debian-server\nUtilisateur: etudiant\nMot de passe: ${PASSWORD}\nMot de passe root: r00t\n`,
  );
  await writeFile(join(path, 'vagrant_up.log'), `==> default: etudiant:${PASSWORD}\n`);
  if (!id) return;
  await writeFile(join(path, '.vagrant/machines/default/libvirt/id'), id);
  const disk = `${name}_default.img`;
  await installation.host.put('volume', disk, { name: disk });
  const size = { vcpus, memoryMiB: 1024 };
  await installation.host.put('domain', id, {
    ...{
      vmId: id,
      ownerId: '',
      installationId: '',
      power,
      address: '192.168.121.7',
      obeys: true,
      passwords: {},
    },
    name: `${name}_default`,
    foreign: { volumes: [disk], networks: ['vagrant-libvirt'] },
    machine: {
      ...{ ...size, diskGiB: 20, next: { ...size, name }, takesMore: true },
      guest: { hostName: name, fileSystemGiB: 20 },
    },
  });
}

/** All that is in the old folder, by path. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, await readFile(file, 'utf8')])),
  );
}

const importIt = (...options: string[]) => vmm(installation, ['import-prototype', old, ...options]);
const vmOf = async (id: string) => (await alice.vms()).find((vm) => vm.id === id);
/** With no job at it any more. */
const state = (id: string, wanted: Vm['state']) =>
  eventually(`it is ${wanted}`, async () => {
    const vm = await vmOf(id);
    return vm?.state === wanted && (vm.job === null || vm.job.state === 'succeeded');
  });

beforeAll(async () => {
  installation = await Installation.make();
  api = await installation.start();
  alice = await signIn(api, 'alice');
  old = join(installation.folder, 'prototype');
  await prototypeMade('alice/web', { id: ids.web, power: 'running' });
  await prototypeMade('alice/base_de données', { id: ids.base });
  await installation.host.put('domain', ids.base, {
    ...JSON.parse(await readFile(join(installation.host.folder, 'domain', `${ids.base}.json`), 'utf8')),
    name: 'base_dedonnes_default',
  });
  await prototypeMade('alice/big', { id: ids.big, vcpus: 8 });
  await prototypeMade('alice/commun', { id: ids.shared });
  await prototypeMade('bob/commun');
  await prototypeMade('bob/jamais');
  await prototypeMade('partie/srv');
});
afterAll(() => installation.dispose());

describe('npm run vmm -- import-prototype', () => {
  it('says line by line what would happen, and changes nothing', async () => {
    const [files, host] = [await filesOf(old), await installation.host.inventory()];
    const { code, said, stderr } = await importIt();
    expect([code, stderr]).toEqual([0, '']);
    expect(said).toContain(
      `alice/web: web_default (running, 1 vCPU, 1024 MiB, 20 GiB) becomes VM "web" of alice, id ${ids.web}`,
    );
    expect(said).toMatch(/it is not rebooted/);
    expect(said).toMatch(/renamed: "base_de données" .* so "base-de-donnees"/);
    expect(said).toMatch(/over quota, imported all the same: vcpus 10 of 8/);
    expect(said).toMatch(/alice\/commun: left alone: commun_default is the machine of bob\/commun too/);
    expect(said).toMatch(/bob\/commun: left alone: commun_default is the machine of alice\/commun too/);
    expect(said).toMatch(/bob\/jamais: left alone: there is no domain jamais_default/);
    expect(said).toMatch(/partie\/srv: left alone: nobody is called partie/);
    expect(said).toContain(
      '3 to import, 0 imported before, 4 left alone. Nothing was changed; --yes does it.',
    );
    expect(said).not.toContain(PASSWORD);
    expect(await filesOf(old)).toEqual(files);
    expect(await installation.host.inventory()).toEqual(host);
    expect(await alice.vms()).toEqual([]);
  });

  it('makes VMs of their owners, leaves the running one on, and takes the passwords out', async () => {
    const { code, said } = await importIt('--yes');
    expect(said).toContain('3 to import');
    expect(code).toBe(0);
    const web = await vmOf(ids.web);
    expect(web).toMatchObject({ name: 'web', state: 'running', vcpus: 1, memoryMiB: 1024, diskGiB: 20 });
    expect(await vmOf(ids.base)).toMatchObject({ name: 'base-de-donnees', state: 'stopped' });
    expect(await vmOf(ids.big)).toMatchObject({ state: 'stopped', vcpus: 8 });
    expect(await json(await alice.get('/api/quota'), 200)).toMatchObject({
      usage: { vms: 3, vcpus: 10, runningVcpus: 1 },
    });
    const domain = await installation.host.domain(ids.web);
    expect(domain).toMatchObject({ power: 'running', name: 'web_default', ownerId: web!.owner.id });
    const cleaned = Object.entries(await filesOf(old)).filter(([path]) => /alice\/(web|base|big)/.test(path));
    expect(cleaned.filter(([, text]) => text.includes(PASSWORD) || text.includes('r00t'))).toEqual([]);
    expect(cleaned.filter(([path]) => path.includes('.vagrant'))).toEqual([]);
    expect(await readFile(join(old, 'bob/commun/vm_info.txt'), 'utf8')).toContain(PASSWORD);
    expect(
      await askDatabase(
        installation.dataDir,
        `SELECT object_name FROM audit_log WHERE action = 'vm.import' ORDER BY 1`,
      ),
    ).toEqual([{ object_name: 'base-de-donnees' }, { object_name: 'big' }, { object_name: 'web' }]);
  });

  it('does nothing a second time', async () => {
    const before = [await filesOf(installation.folder + '/prototype'), await alice.vms()];
    const { code, said } = await importIt('--yes');
    expect([code, said]).toEqual([
      0,
      expect.stringContaining('0 to import, 3 imported before, 4 left alone.'),
    ]);
    expect([await filesOf(old), await alice.vms()]).toEqual(before);
  });

  it('believes nobody who writes the id of somebody else’s VM into a folder', async () => {
    const folder = join(old, 'bob/faux');
    await mkdir(folder);
    await writeFile(join(folder, 'Vagrantfile'), `# vm-manager:${ids.web}\n`);
    const { said } = await importIt('--yes', '--restart');
    expect(said).toContain(
      `bob/faux: left alone: its Vagrantfile names VM ${ids.web}, which is somebody else's`,
    );
    await rm(folder, { recursive: true });
  });

  it('goes on where it was cut off after the record', async () => {
    await prototypeMade('bob/coupee', { id: randomUUID() });
    const bob = await signIn(api, 'bob');
    // Its VM's folder cannot be made: a file stands in the way.
    await mkdir(installation.studentVmsDir, { recursive: true });
    await writeFile(join(installation.studentVmsDir, 'bob'), '');
    const cut = await importIt('--yes');
    expect([cut.code, cut.said]).toEqual([
      1,
      expect.stringContaining('1 failed; the same command goes on with them.'),
    ]);
    await rm(join(installation.studentVmsDir, 'bob'));
    expect((await importIt('--yes')).code).toBe(0);
    const [vm] = await bob.vms();
    expect(vm).toMatchObject({ name: 'coupee', state: 'stopped' });
    expect(await installation.host.domain(vm!.id)).toMatchObject({ ownerId: vm!.owner.id });
  });

  it('knows no other words', async () => {
    for (const words of [[old, '--now'], [join(old, 'nulle-part')]])
      expect((await vmm(installation, ['import-prototype', ...words])).code).toBe(64);
  });
});

describe('an imported VM', () => {
  it('gets our name when it is started again, and is renamed, resized and operated like any other', async () => {
    await alice.act(ids.web, 'shutdown');
    await state(ids.web, 'stopped');
    const change = { name: 'www', memoryMiB: 2048 };
    await json(await alice.send('PATCH', `/api/vms/${ids.web}`, change), 202);
    await eventually('it has its size', async () => {
      const vm = await vmOf(ids.web);
      return vm?.memoryMiB === 2048 && vm.allowedActions.includes('start');
    });
    await alice.act(ids.web, 'start');
    await state(ids.web, 'running');
    const domain = await installation.host.domain(ids.web);
    expect(domain).not.toHaveProperty('name');
    expect(domain?.machine).toMatchObject({ memoryMiB: 2048, next: { name: 'www' } });
    await alice.act(ids.web, 'suspend');
    await state(ids.web, 'suspended');
    await alice.act(ids.web, 'resume');
    await state(ids.web, 'running');
  });

  it('comes back out of a backup as one of ours, and is started and deleted there', async () => {
    const [folder, phrase] = [join(installation.folder, 'backups'), join(installation.folder, 'phrase')];
    await mkdir(folder);
    await writeFile(phrase, 'une phrase que personne ne devine');
    const words = ['--passphrase-file', phrase];
    expect(await vmm(installation, ['backup', folder, '--machines', ...words])).toMatchObject({ code: 0 });
    const [backup = ''] = await readdir(folder);
    const elsewhere = await Installation.make();
    try {
      const { code, said } = await vmm(elsewhere, ['restore', join(folder, backup), ...words]);
      expect({ code, said }).toMatchObject({
        code: 0,
        said: expect.stringContaining('base-de-donnees: back, switched off'),
      });
      const hers = await signIn(await elsewhere.start(), 'alice');
      expect(await hers.vm(ids.base)).toMatchObject({ name: 'base-de-donnees', state: 'stopped' });
      expect(await elsewhere.host.domain(ids.base)).not.toHaveProperty('name');
      await hers.act(ids.base, 'start');
      await hers.reached(ids.base, 'running');
      await hers.remove(ids.base);
      await eventually('it is gone', async () => (await hers.get(`/api/vms/${ids.base}`)).status === 404);
      const { domains, disks } = await elsewhere.host.inventory();
      expect(domains).not.toContain(ids.base);
      expect(disks.filter((disk) => disk.includes(ids.base))).toEqual([]);
    } finally {
      await elsewhere.dispose();
    }
  });

  it('is gone with the disk that it came with when it is deleted', async () => {
    await alice.remove(ids.web);
    await eventually('it is gone', async () => (await alice.get(`/api/vms/${ids.web}`)).status === 404);
    const volumes = await readdir(join(installation.host.folder, 'volume'));
    expect(volumes).not.toContain('web_default.img.json');
    expect(volumes).toContain('commun_default.img.json');
    expect(
      await askDatabase(installation.dataDir, `SELECT FROM kept_disks WHERE vm_id = '${ids.web}'`),
    ).toEqual([]);
    expect((await importIt()).said).toContain(
      `alice/web: left alone: it was imported as VM ${ids.web}, which has been deleted since`,
    );
  });

  it('is restarted when that is asked for, once, and shown at its new address', async () => {
    const id = randomUUID();
    await prototypeMade('bob/allumee', { id, power: 'running' });
    // Nobody follows the machine meanwhile.
    await api.interrupt();
    expect((await importIt('--yes', '--restart')).said).toContain('it was shut down and started again');
    const domain = await installation.host.domain(id);
    expect(domain?.power).toBe('running');
    expect(domain).not.toHaveProperty('name');
    expect((await importIt('--yes', '--restart')).said).not.toContain('shut down and started again');
    api = await installation.start();
    const bob = await signIn(api, 'bob');
    await eventually('it has an address', async () => {
      const address = (await bob.vm(id))?.ipAddress;
      return address && address === domain?.address ? address : null;
    });
    expect(domain?.address).toMatch(/^10\.213\./);
  });
});
