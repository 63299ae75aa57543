import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ConsoleTicket } from '@vm-manager/contracts';
import { access, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiProcess } from '../support/api-process.js';
import { vmm } from '../support/command.js';
import { eventually } from '../support/eventually.js';
import { Installation } from '../support/installation.js';
import { LdapServer } from '../support/ldap-server.js';
import { addPerson, openLdap, openSchool, passwordOf, tryToSignIn } from '../support/school.js';
import { Viewer } from '../support/viewer.js';
import { json, Visitor } from '../support/visitor.js';
import { PrototypeMachines, virsh } from './prototype-machines.js';

const MINUTES = 60_000;
const passwords = { user: 'Azerty-2024 : été', root: 'r00t "quatre" mots' };
const SECRETS = [passwords.user, passwords.root];

let ldap: LdapServer;
let installation: Installation;
let api: ApiProcess;
let env: Record<string, string>;
let machines: PrototypeMachines;
let alice: Visitor;
/** By the folder of each. */
const ids: Record<'web' | 'odd' | 'lab', string> = { web: '', odd: '', lab: '' };
let folders: Record<'web' | 'odd' | 'lab' | 'common' | 'copied' | 'gone' | 'link' | 'stranger', string>;
/** Of the running one: a guest that booted again has another. */
let bootedAs: string;

beforeAll(async () => {
  ldap = await LdapServer.start();
  await openSchool(ldap);
  for (const uid of ['alice', 'bob', 'chloe']) await addPerson(ldap, uid);
  installation = await Installation.make();
  env = {
    ...{ VMM_ADAPTERS: 'real', VMM_NETWORK_MODE: 'none', VMM_BIN_DAYS: '0', LDAP_SYNC_MINUTES: '60' },
    ...openLdap(ldap.url),
  };
  api = await installation.start(env);
  alice = await person('alice');
  await person('bob');

  machines = await PrototypeMachines.prepare();
  const { tag } = machines;
  folders = {
    web: `alice/web-${tag}`,
    odd: `alice/l'été "${tag}"`,
    lab: `chloe/lab-${tag}`,
    common: `alice/tp-${tag}`,
    copied: `bob/tp-${tag}`,
    gone: `bob/$(touch evaluated) ${tag}`,
    link: `bob/lien-${tag}`,
    stranger: `zoe/srv-${tag}`,
  };
  for (const name of ['web', 'odd', 'lab'] as const)
    ids[name] = await machines.make(folders[name], passwords);
  // As the prototype forces what does not obey.
  for (const name of ['odd', 'lab'] as const) await virsh('destroy', ids[name]);
  await machines.define(`tp-${tag}_default`);
  for (const name of ['common', 'copied', 'gone', 'stranger'] as const)
    await machines.writeFiles(folders[name], passwords);
  const outside = join(machines.folder, 'outside');
  await mkdir(outside);
  await writeFile(join(outside, 'vm_info.txt'), `Password: ${passwords.user}\n`);
  await symlink(outside, join(machines.root, folders.link));
  // From now on nobody may run it as what it is.
  const vagrantfile = join(machines.root, folders.web, 'Vagrantfile');
  const hostile = `\nFile.write("${evaluated()}", "")\nsystem("touch '${evaluated()}'")\n`;
  await writeFile(vagrantfile, (await readFile(vagrantfile, 'utf8')) + hostile);
  bootedAs = await bootOf(await addressOf(ids.web));
}, 60 * MINUTES);

afterAll(async () => {
  await installation?.dispose();
  await machines?.dispose(Object.values(ids).filter(Boolean));
  await ldap?.dispose();
}, 5 * MINUTES);

const evaluated = () => join(machines.folder, 'evaluated');

async function person(username: string): Promise<Visitor> {
  const { status, cookie } = await tryToSignIn(api, username, passwordOf(username));
  expect([username, status]).toEqual([username, 200]);
  return new Visitor(api.url, cookie);
}

const importIt = (options: string[] = [], killAt?: string) =>
  vmm(installation, ['import-prototype', machines.root, ...options], { env, ...(killAt ? { killAt } : {}) });

/** The first that the network has given it. */
const addressOf = (domain: string) =>
  eventually('it has an address', async () => /ipv4\s+([\d.]+)/.exec(await virsh('domifaddr', domain))?.[1]);
const bootOf = (address: string) => machines.ask(address, 'cat /proc/sys/kernel/random/boot_id');
const definition = (domain: string) => virsh('dumpxml', '--inactive', '--security-info', domain);
const definitions = () =>
  Promise.all([...Object.values(ids), `tp-${machines.tag}_default`].map((domain) => definition(domain)));

/** All that is in the old folders, by path. */
async function files(): Promise<Record<string, string>> {
  const entries = await readdir(machines.root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const texts = paths.map(async (path) => [path, await readFile(path, 'latin1')] as const);
  return Object.fromEntries(await Promise.all(texts));
}

async function openConsole(vmId: string): Promise<string> {
  const ticket = await json(await alice.send('POST', `/api/vms/${vmId}/console`, { mode: 'control' }), 201);
  const { status, viewer } = await Viewer.knock(ConsoleTicket.parse(ticket));
  expect(status).toBe(101);
  const screen = await viewer.shakeHands();
  expect(screen).toMatchObject({ security: [1], result: 0 });
  viewer.socket.close();
  await viewer.closed;
  return screen.name;
}

it('says line by line what would happen, and changes nothing', async () => {
  const before = [await files(), await definitions()];
  const { code, said } = await importIt();
  expect(code).toBe(0);
  const { tag } = machines;
  for (const line of [
    `${folders.web}: web-${tag}_default (running, 1 vCPU, 512 MiB, 3 GiB) becomes VM "web-${tag}" of alice, id ${ids.web}`,
    `${folders.odd}: lt${tag}_default (off, 1 vCPU, 512 MiB, 3 GiB) becomes VM "l-ete-${tag}" of alice, id ${ids.odd}`,
    `${folders.lab}: lab-${tag}_default (off, 1 vCPU, 512 MiB, 3 GiB) becomes VM "lab-${tag}" of chloe, id ${ids.lab}`,
    'chloe is in the directory and gets an account here',
    'it is not rebooted',
    `${folders.common}: left alone: tp-${tag}_default is the machine of ${folders.copied} too`,
    `${folders.copied}: left alone: tp-${tag}_default is the machine of ${folders.common} too`,
    `${folders.gone}: left alone: there is no domain touchevaluated${tag}_default`,
    `${folders.stranger}: left alone: nobody is called zoe`,
    `${folders.link}: left alone: it is a link`,
    '3 to import, 0 imported before, 5 left alone. Nothing was changed; --yes does it.',
  ])
    expect(said).toContain(line);
  for (const secret of SECRETS) expect(said).not.toContain(secret);
  expect([await files(), await definitions()]).toEqual(before);
  expect(await alice.vms()).toEqual([]);
});

it(
  'is killed in the middle, again and again, and is finished by the run that is not',
  async () => {
    for (const name of ['web', 'odd', 'lab'] as const) await importIt(['--yes'], `${folders[name]}: `);
    const { code, said } = await importIt(['--yes']);
    expect([code, said]).toEqual([0, expect.stringContaining('5 left alone.')]);

    const { tag } = machines;
    const size = { vcpus: 1, memoryMiB: 512, diskGiB: 3, templateId: 'debian-server' };
    expect(await alice.vm(ids.web)).toMatchObject({ name: `web-${tag}`, state: 'running', ...size });
    expect(await alice.vm(ids.odd)).toMatchObject({ name: `l-ete-${tag}`, state: 'stopped', ...size });
    const chloe = await person('chloe');
    expect(await chloe.vms()).toMatchObject([{ id: ids.lab, name: `lab-${tag}`, state: 'stopped', ...size }]);
    expect(await chloe.vm(ids.web)).toBeNull();
    expect(await (await person('bob')).vms()).toEqual([]);
    expect(await json(await alice.get('/api/quota'), 200)).toMatchObject({
      usage: { vms: 2, vcpus: 2, memoryMiB: 1024, diskGiB: 6, runningVcpus: 1, runningMemoryMiB: 512 },
    });
  },
  10 * MINUTES,
);

it('has not rebooted the one that ran, and its console opens', async () => {
  expect(await bootOf((await alice.vm(ids.web))!.ipAddress!)).toBe(bootedAs);
  expect(await openConsole(ids.web)).toContain(`web-${machines.tag}_default`);
});

it('made the ones that were off ours in all things, on their own disks', async () => {
  for (const name of ['odd', 'lab'] as const) {
    expect((await virsh('domname', ids[name])).trim()).toBe(`vmm-${ids[name]}`);
    await mustBeOurs(ids[name]);
  }
  const disk = `l'été "${machines.tag}"`.replace(/[^-a-z0-9_.]/gi, '');
  expect(await definition(ids.odd)).toContain(`/${disk}_default.img`);
});

/** Description, screen, network. */
async function mustBeOurs(id: string): Promise<void> {
  const xml = await definition(id);
  expect(xml).toContain(`&quot;vm&quot;:&quot;${id}&quot;`);
  expect(xml).toMatch(/<graphics type='vnc'[^>]* listen='127\.0\.0\.1'[^>]* passwd='[A-Za-z0-9]{8}'/);
  expect(xml).not.toMatch(/keymap|websocket/);
  expect(xml).not.toContain('vmmproto-');
}

it('took the passwords out of the files of what it made ours, and touched no other', async () => {
  const left = Object.entries(await files());
  const ours = (path: string) =>
    [folders.web, folders.odd, folders.lab].some((one) => path.includes(`/${one}/`));
  for (const [path, text] of left) {
    const found = SECRETS.filter((secret) => text.includes(Buffer.from(secret).toString('latin1')));
    // The Vagrantfile has both, the other file the student's.
    expect([path, found.length]).toEqual([
      path,
      ours(path) ? 0 : path.endsWith('Vagrantfile') ? 2 : path.endsWith('vm_info.txt') ? 1 : 0,
    ]);
  }
  expect(left.filter(([path]) => ours(path) && path.includes('/.vagrant/'))).toEqual([]);
  expect(await readFile(join(machines.folder, 'outside/vm_info.txt'), 'utf8')).toContain(passwords.user);
});

it('changes nothing when it is run again', async () => {
  const before = [await files(), await definitions(), await alice.vms()];
  const { code, said } = await importIt(['--yes']);
  expect([code, said]).toEqual([0, expect.stringContaining('0 to import, 3 imported before, 5 left alone.')]);
  expect([await files(), await definitions(), await alice.vms()]).toEqual(before);
});

it(
  'leaves a machine that the portal stops, makes ours and starts',
  async () => {
    await alice.act(ids.web, 'shutdown');
    await alice.reached(ids.web, 'stopped', { within: 10 * MINUTES });
    await alice.act(ids.web, 'start');
    await alice.reached(ids.web, 'running', { within: 10 * MINUTES });
    expect((await virsh('domname', ids.web)).trim()).toBe(`vmm-${ids.web}`);
    await mustBeOurs(ids.web);
    expect(await openConsole(ids.web)).toContain(`vmm-${ids.web}`);
    // In the network of its owner now, and the system that was on it.
    const inGuest = (command: string) =>
      eventually(
        'the guest answers',
        async () => {
          const address = (await alice.vm(ids.web))?.ipAddress;
          return address ? machines.ask(address, command).catch(() => null) : null;
        },
        { within: 10 * MINUTES },
      );
    expect(await inGuest('cat /proc/sys/kernel/random/boot_id')).not.toBe(bootedAs);
    expect(await inGuest('id -un eleve')).toBe('eleve');
  },
  30 * MINUTES,
);

it(
  'leaves machines that go with their disks when the portal deletes them; the box that others stand on stays',
  async () => {
    const chloe = await person('chloe');
    for (const id of [ids.web, ids.odd]) await alice.remove(id);
    await chloe.remove(ids.lab);
    for (const id of [ids.web, ids.odd]) await alice.gone(id, { within: 5 * MINUTES });
    await chloe.gone(ids.lab, { within: 5 * MINUTES });
    const { tag } = machines;
    expect(await machines.traces()).toEqual([
      expect.stringContaining(`prototype-${tag}-VAGRANTSLASH-debian12_vagrant_box_image`),
      `tp-${tag}_default`,
      `vmmproto-${tag}`,
      `vmmproto-${tag}-default`,
    ]);
    const domains = await virsh('list', '--all', '--uuid');
    for (const id of Object.values(ids)) expect(domains).not.toContain(id);
    expect(await installation.vmFolders()).toEqual([]);
  },
  15 * MINUTES,
);

it('never ran what a Vagrantfile or a name says', async () => {
  await expect(access(evaluated())).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readdir(installation.folder)).not.toContain('evaluated');
});
