import { numberAsRead, type Language } from '@vm-manager/contracts';
import { access, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../foundation/child-process/run.js';
import type { Environment } from '../../foundation/config/environment.js';
import { toFieldProblem } from '../../foundation/problems/problem.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import { mustHaveSpace, nameOfReachable } from '../../hosts/hosts-health.js';
import type { LibvirtHost } from '../../hosts/libvirt/libvirt-host.js';
import { Acceleration } from '../../hosts/vagrant/acceleration.js';
import { vagrantEnvironment } from '../../hosts/vagrant/vagrant-environment.js';
import { Boxes } from '../../machines/vm-templates/boxes.js';
import { mendingCommand } from '../../machines/vm-templates/mending-command.js';
import { TEMPLATE_FILE } from '../../machines/vm-templates/read-template.js';
import { TemplateCatalogue, type RefusedTemplate } from '../../machines/vm-templates/template-catalogue.js';
import { Trouble, type Check, type Said } from './check.js';

const PRETENDED: Said = { fr: 'fait semblant (VMM_ADAPTERS=fake)', en: 'pretended (VMM_ADAPTERS=fake)' };
/** Puts packages, libvirt, pool and groups of a host in order. */
const prepare = ({ storagePool }: Environment) =>
  `${storagePool === 'default' ? '' : `VMM_STORAGE_POOL=${storagePool} `}infra/host/prepare-host.sh`;
/** The probe ends by itself after 20 seconds. */
const PROBE_MS = 25_000;
/** Ruby takes its time to start, more so while machines are being made. */
const VAGRANT_MS = 30_000;

/** Where the host's daemons lie, Vagrant's program, and what tries KVM out. */
export interface HostTools {
  daemons: string;
  vagrant: string;
  probe: Pick<Acceleration, 'speed' | 'reason'>;
}

/** What machines need of this computer. The hosts are the caller's to close. */
export function hostChecks(
  environment: Environment,
  hosts: readonly LibvirtHost[],
  tools: Partial<HostTools> = {},
): Check[] {
  const { daemons = '/usr/sbin', vagrant: program = 'vagrant' } = tools;
  // What is configured is no proof: KVM is tried where it is asked for, too.
  const { probe = new Acceleration({ ...environment, acceleration: 'auto' }) } = tools;
  const mend = prepare(environment);
  return [
    {
      name: 'acceleration',
      title: { fr: 'accélération', en: 'acceleration' },
      variables: ['VMM_ACCELERATION', 'VMM_ADAPTERS'],
      withinMs: PROBE_MS,
      mend,
      examine: () => acceleration(environment, daemons, probe),
    },
    {
      name: 'libvirt',
      title: { fr: 'libvirt', en: 'libvirt' },
      variables: ['LIBVIRT_URI', 'VMM_ADAPTERS', 'VMM_DATA_DIR'],
      mend,
      examine: () => libvirt(hosts),
    },
    {
      name: 'networks',
      title: { fr: 'réseaux', en: 'networks' },
      variables: ['LIBVIRT_URI', 'VMM_NETWORK_MODE', 'VMM_ADAPTERS', 'VMM_DATA_DIR'],
      mend,
      examine: () => networks(environment, hosts, daemons),
    },
    {
      name: 'pool',
      title: { fr: 'réserve de disques', en: 'storage pool' },
      variables: ['LIBVIRT_URI', 'VMM_STORAGE_POOL', 'VMM_ADAPTERS', 'VMM_DATA_DIR'],
      mend,
      examine: () => pool(environment, hosts),
    },
    {
      name: 'vagrant',
      title: { fr: 'Vagrant', en: 'Vagrant' },
      variables: ['VMM_ADAPTERS', 'VMM_DATA_DIR'],
      withinMs: VAGRANT_MS,
      mend,
      examine: (signal) => vagrant(environment, program, signal),
    },
    {
      name: 'boxes',
      title: { fr: 'images des modèles', en: 'boxes' },
      variables: ['VMM_ADAPTERS', 'VMM_DATA_DIR', 'VMM_TEMPLATES_DIR'],
      mend: 'npm start',
      examine: () => boxes(environment),
    },
  ];
}

/** In a container libvirt is the host's, and so are QEMU, /dev/kvm and dnsmasq: they cannot be examined there. */
async function hasLibvirt(daemons: string): Promise<boolean> {
  const known = ['libvirtd', 'virtqemud'].map((name) => access(join(daemons, name)));
  return (await Promise.allSettled(known)).some(({ status }) => status === 'fulfilled');
}

async function acceleration(
  environment: Environment,
  daemons: string,
  probe: HostTools['probe'],
): Promise<Said> {
  if (environment.adapters === 'fake') return PRETENDED;
  if (environment.acceleration === 'tcg')
    return { fr: 'émulée, comme le veut VMM_ACCELERATION', en: 'emulated, as VMM_ACCELERATION asks' };
  if (environment.acceleration === 'kvm' && !(await hasLibvirt(daemons)))
    return {
      fr: 'kvm, comme le veut VMM_ACCELERATION ; sur l’hôte, infra/host/kvm-probe l’éprouve',
      en: 'kvm, as VMM_ACCELERATION asks; on the host, infra/host/kvm-probe tries it out',
    };
  const [speed, reason] = [await probe.speed(), await probe.reason()];
  if (speed === 'kvm') return reason;
  throw new Trouble(
    {
      fr: `les machines sont émulées, plusieurs fois plus lentes : ${reason}`,
      en: `machines are emulated, several times slower: ${reason}`,
    },
    {
      fr: 'sudo modprobe -a kvm_intel kvm_amd, après avoir permis la virtualisation dans le BIOS ; sinon VMM_ACCELERATION=tcg dans .env',
      en: 'sudo modprobe -a kvm_intel kvm_amd, with virtualisation allowed in the BIOS; else VMM_ACCELERATION=tcg in .env',
    },
  );
}

/** First of all, where something is asked of it: it fails at once, while what is asked waits for libvirt to come back. */
async function libvirt(hosts: readonly LibvirtHost[]): Promise<Said> {
  try {
    return (await Promise.all(hosts.map(nameOfReachable))).join(', ');
  } catch (error) {
    const code = codeBehind(error);
    if (code === 'EACCES' || code === 'EPERM')
      throw new Trouble(
        { fr: 'ce compte n’a pas le droit d’y accéder', en: 'this account may not use it' },
        'sudo usermod -aG libvirt,kvm "$(id -un)" && sg libvirt -c "npm run vmm -- doctor"',
      );
    const why = deepest(error);
    throw new Trouble({ fr: `il ne répond pas : ${why}`, en: `it does not answer: ${why}` });
  }
}

async function networks(
  { networkMode, adapters }: Environment,
  hosts: readonly LibvirtHost[],
  daemons: string,
): Promise<Said> {
  if (networkMode.kind === 'bridge' && adapters === 'real') await mustBeBridge(networkMode.interface);
  await libvirt(hosts);
  const names = await Promise.all(hosts.map((host) => host.networks.names()));
  if (networkMode.kind !== 'bridge' && adapters === 'real' && (await hasLibvirt(daemons)))
    await access(join(daemons, 'dnsmasq')).catch(() => {
      throw new Trouble({
        fr: 'dnsmasq, qui donne leurs adresses aux machines, n’est pas installé',
        en: 'dnsmasq, which gives machines their addresses, is not installed',
      });
    });
  const count = names.flat().length;
  return {
    fr: `${networkMode.kind}, ${count} connus de libvirt`,
    en: `${networkMode.kind}, ${count} known to libvirt`,
  };
}

async function mustBeBridge(name: string): Promise<void> {
  const isBridge = await stat(`/sys/class/net/${name}/bridge`).catch(() => null);
  if (isBridge) return;
  const exists = await stat(`/sys/class/net/${name}`).catch(() => null);
  const said: Said = exists
    ? { fr: `l’interface ${name} n’est pas un pont`, en: `the interface ${name} is no bridge` }
    : { fr: `l’interface ${name} n’existe pas`, en: `there is no interface ${name}` };
  throw new Trouble(said, {
    fr: 'ip -brief link show type bridge, puis l’un de ces noms dans VMM_NETWORK_MODE',
    en: 'ip -brief link show type bridge, then one of these names in VMM_NETWORK_MODE',
  });
}

async function pool(environment: Environment, hosts: readonly LibvirtHost[]): Promise<Said> {
  const { storagePool, libvirtUri } = environment;
  await libvirt(hosts);
  const free = await Promise.all(hosts.map(({ volumes }) => volumes.freeBytes()));
  await Promise.all(hosts.map(mustHaveSpace)).catch((error: unknown) => {
    throw new Trouble(messageForLog(error), `virsh -c ${libvirtUri} vol-list ${storagePool} --details`);
  });
  const gib = Math.floor(Math.min(...free) / 2 ** 30);
  return {
    fr: `${storagePool}, ${numberAsRead(gib, 'fr')} Gio libres`,
    en: `${storagePool}, ${numberAsRead(gib, 'en')} GiB free`,
  };
}

async function vagrant(
  { adapters, dataDir }: Environment,
  program: string,
  signal: AbortSignal,
): Promise<Said> {
  if (adapters === 'fake') return PRETENDED;
  const own = join(dataDir, 'vagrant');
  // Vagrant makes the folder that it is given: where there is none yet, one that goes away again.
  const isThere = await stat(own).catch(() => null);
  const home = isThere ? own : await mkdtemp(join(tmpdir(), 'vmm-vagrant-'));
  try {
    const options = { env: vagrantEnvironment(home), timeoutMs: VAGRANT_MS, signal };
    const version = await run(program, ['--version'], options);
    const plugins = await run(program, ['plugin', 'list'], options);
    const plugin = /^vagrant-libvirt \(([\d.]+)/m.exec(plugins)?.[1];
    if (plugin === undefined)
      throw new Trouble({
        fr: 'son extension vagrant-libvirt n’est pas installée',
        en: 'its plugin vagrant-libvirt is not installed',
      });
    return `${version.split('\n').at(-1) ?? ''}, vagrant-libvirt ${plugin}`;
  } catch (error) {
    if (codeBehind(error) === 'ENOENT')
      throw new Trouble({ fr: 'il n’est pas installé', en: 'it is not installed' });
    throw error;
  } finally {
    if (!isThere) await rm(home, { recursive: true, force: true });
  }
}

async function boxes(environment: Environment): Promise<Said> {
  if (environment.templatesDir !== null) await mustBeReadable(environment.templatesDir);
  const { known, refused } = await new TemplateCatalogue(environment).read();
  const [wrong] = refused;
  if (wrong) throw new Trouble(refusalOf(wrong), placeOf(wrong));
  if (environment.adapters === 'fake') return PRETENDED;
  const boxes = new Boxes(environment);
  const wanted = new Map(known.map(({ file }) => [file.box, mendingCommand(file, boxes)]));
  const found = await Promise.all(
    [...wanted].map(async ([name, mending]) => {
      return { name, mending, box: await boxes.newestOf(name).catch(() => null) };
    }),
  );
  // Which of them the school wants is its own choice; without any, no machine can be made.
  if (found.every(({ box }) => box === null))
    throw new Trouble({ fr: 'aucune image', en: 'there is no box' }, boxes.bakeCommand('debian-server'));
  return found
    .map(({ name, mending, box }) => (box ? `${name} ${box.version}` : `${name}: ${mending}`))
    .join(', ');
}

/** The folder of the school's own templates. */
async function mustBeReadable(folder: string): Promise<void> {
  await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new Trouble(
        { fr: `VMM_TEMPLATES_DIR : ${folder} n’existe pas`, en: `VMM_TEMPLATES_DIR: there is no ${folder}` },
        `sudo install -d ${folder}`,
      );
    if (error.code === 'EACCES')
      throw new Trouble(
        {
          fr: `VMM_TEMPLATES_DIR : ce compte ne peut pas lire ${folder}`,
          en: `VMM_TEMPLATES_DIR: this account may not read ${folder}`,
        },
        `sudo chmod -R go+rX ${folder}`,
      );
    throw new Trouble(`VMM_TEMPLATES_DIR: ${messageForLog(error)}`, `ls -ld ${folder}`);
  });
}

const placeOf = ({ folder }: RefusedTemplate) => join(folder, TEMPLATE_FILE);

/** The first place that is wrong; the next one shows when it is mended. */
function refusalOf(refused: RefusedTemplate): Said {
  const words = (language: Language) => {
    const [place] = refused.errors.map((error) => toFieldProblem(error, language));
    return `${refused.id}${place?.pointer ? ` ${place.pointer}` : ''} : ${place?.detail}`;
  };
  return { fr: words('fr'), en: words('en').replace(' :', ':') };
}

function causesOf(error: unknown): unknown[] {
  const cause = (error as { cause?: unknown } | null)?.cause;
  return cause === undefined ? [error] : [error, ...causesOf(cause)];
}

const deepest = (error: unknown) => messageForLog(causesOf(error).at(-1));
const codeBehind = (error: unknown) =>
  causesOf(error)
    .map((one) => (one as { code?: unknown } | null)?.code)
    .findLast((code) => typeof code === 'string');
