import { execFile } from 'node:child_process';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../../..');
const UP_WITHIN_MS = 20 * 60_000;
const NAME_IN_POOL = /^\S+/;

/**
 * Folders and machines as the prototype made them: its Vagrantfile, its `vm_info.txt`, and Vagrant itself. All names of the
 * host carry a tag, for the prototype's own are those of every school. No network has a way out.
 */
export class PrototypeMachines {
  readonly tag = randomBytes(3).toString('hex');
  private readonly subnet = `10.${randomInt(200, 255)}.${randomInt(256)}`;

  private constructor(
    readonly folder: string,
    private readonly publicKey: string,
  ) {}

  static async prepare(): Promise<PrototypeMachines> {
    const folder = await mkdtemp(join(tmpdir(), 'vmm-prototype-'));
    const key = join(folder, 'key');
    await execute('ssh-keygen', ['-q', '-t', 'ecdsa', '-m', 'PEM', '-N', '', '-f', key]);
    const { stdout } = await execute('ssh-keygen', ['-y', '-f', key]);
    const machines = new PrototypeMachines(folder, stdout.trim().split(' ').slice(0, 2).join(' '));
    await mkdir(machines.root);
    await machines.makeSharedNetwork();
    const boxes = join(ROOT, 'var/boxes');
    const newest = (await readdir(boxes)).filter((name) => name.endsWith('.box')).sort();
    const box = newest.filter((name) => name.startsWith('debian-server-')).at(-1) ?? '';
    const addBox = join(ROOT, 'infra/vm-templates/add-box.sh');
    await execute(addBox, [join(boxes, box), machines.box], { env: machines.environment });
    return machines;
  }

  /** What the prototype calls `student_vms`. */
  get root() {
    return join(this.folder, 'student_vms');
  }

  private get sharedNetwork() {
    return `vmmproto-${this.tag}-default`;
  }

  private get box() {
    return `prototype-${this.tag}/debian12`;
  }

  private get environment(): NodeJS.ProcessEnv {
    const path = process.env['PATH'];
    const vagrant = { VAGRANT_HOME: join(this.folder, 'vagrant'), VAGRANT_CHECKPOINT_DISABLE: '1' };
    return { PATH: path, HOME: this.folder, LC_ALL: 'C.UTF-8', ...vagrant };
  }

  /** The prototype took libvirt's own `default`, which leads outside. */
  private async makeSharedNetwork(): Promise<void> {
    const file = join(this.folder, 'network.xml');
    const range = `<dhcp><range start='${this.subnet}.130' end='${this.subnet}.250'/></dhcp>`;
    await writeFile(
      file,
      `<network><name>${this.sharedNetwork}</name><ip address='${this.subnet}.129' prefix='25'>${range}</ip></network>`,
    );
    await virsh('net-define', file);
    await virsh('net-start', this.sharedNetwork);
  }

  /** The files alone, as of a machine that is gone. */
  async writeFiles(folder: string, passwords: { user: string; root: string }): Promise<string> {
    const path = join(this.root, folder);
    await mkdir(join(path, '.vagrant/machines/default/libvirt'), { recursive: true });
    const name = (folder.split('/')[1] ?? '').replace(/[^A-Za-z0-9.-]+/g, '-').replace(/^-|-$/g, '');
    await writeFile(join(path, 'Vagrantfile'), this.vagrantfile(name, passwords));
    await writeFile(
      join(path, 'vm_info.txt'),
      `VM Name: ${name}\nUsername: eleve\nPassword: ${passwords.user}\nOS: debian\nType: serveur\nCreated: 2025-09-01 10:00:00.000001\n`,
    );
    return path;
  }

  /** `vagrant up`; resolves with the id of the domain. */
  async make(folder: string, passwords: { user: string; root: string }): Promise<string> {
    const cwd = await this.writeFiles(folder, passwords);
    await this.vagrant(cwd, 'up', '--provider', 'libvirt');
    const name = `${(folder.split('/')[1] ?? '').replace(/[^-a-z0-9_.]/gi, '')}_default`;
    return (await virsh('domuuid', name)).trim();
  }

  /** A domain of this name alone, switched off and without a disk. */
  async define(name: string): Promise<void> {
    const file = join(this.folder, `${randomUUID()}.xml`);
    await writeFile(
      file,
      `<domain type='qemu'><name>${name}</name><memory unit='MiB'>64</memory><os><type>hvm</type></os></domain>`,
    );
    await virsh('define', file);
  }

  /** What a command in the guest says. */
  async ask(address: string, command: string): Promise<string> {
    const key = join(this.folder, 'key');
    await chmod(key, 0o600);
    const { stdout } = await execute(
      'ssh',
      [
        ...['-i', key, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no'],
        ...['-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR', '-o', 'ConnectTimeout=60'],
        ...[`vmm@${address}`, command],
      ],
      { timeout: 120_000 },
    );
    return stdout.trim();
  }

  /** Everything on the host that carries the tag. */
  async traces(): Promise<string[]> {
    const lists = await Promise.all([
      virsh('list', '--all', '--name'),
      virsh('net-list', '--all', '--name'),
      virsh('vol-list', '--pool', 'default'),
    ]);
    const names = lists.join('\n').split('\n');
    return names
      .map((line) => NAME_IN_POOL.exec(line.trim())?.[0] ?? '')
      .filter((name) => name.includes(this.tag))
      .sort();
  }

  /** Also what an import that failed has left of these domains. */
  async dispose(ids: readonly string[]): Promise<void> {
    const domains = (await virsh('list', '--all', '--name'))
      .split('\n')
      .filter((name) => name.includes(this.tag));
    for (const domain of [...ids, ...domains]) {
      await virsh('destroy', domain).catch(() => undefined);
      await virsh('undefine', domain, '--managed-save').catch(() => undefined);
    }
    for (const name of await this.traces())
      if (name.startsWith('vmmproto-')) {
        await virsh('net-destroy', name).catch(() => undefined);
        await virsh('net-undefine', name);
      } else await virsh('vol-delete', '--pool', 'default', name);
    await rm(this.folder, { recursive: true });
  }

  private async vagrant(cwd: string, ...args: string[]): Promise<void> {
    const options = { cwd, env: this.environment, timeout: UP_WITHIN_MS, maxBuffer: 2 ** 26 };
    await execute('vagrant', args, options);
  }

  /** The prototype's words; what differs is what the box, the emulator and the isolation ask for. */
  private vagrantfile(name: string, { user, root }: { user: string; root: string }): string {
    return `# -*- mode: ruby -*-
# vi: set ft=ruby :

Vagrant.configure("2") do |config|
  config.vm.box = "${this.box}"
  config.vm.hostname = "${name}"
  config.vm.box_check_update = false
  config.vm.boot_timeout = 900
  config.ssh.username = "vmm"
  config.ssh.private_key_path = "${join(this.folder, 'key')}"
  config.ssh.insert_key = false

  config.vm.provider :libvirt do |lv|
    lv.memory = 512
    lv.cpus = 1
    lv.graphics_type = "vnc"
    lv.graphics_websocket = -1
    lv.graphics_ip = "127.0.0.1"
    lv.video_type = "qxl"
    lv.keymap = "fr"
    lv.storage_pool_name = "default"
    lv.channel :type => 'unix', :target_name => 'org.qemu.guest_agent.0', :target_type => 'virtio'
    lv.serial :type => "pty", :target_port => "0"
    lv.driver = "qemu"
    lv.cpu_mode = "custom"
    lv.cpu_model = "qemu64"
    lv.sysinfo = { "oem strings" => ["vmm:authorized-key=${this.publicKey}"] }
    lv.management_network_name = "vmmproto-${this.tag}"
    lv.management_network_address = "${this.subnet}.0/25"
    lv.management_network_mode = "none"
  end

  config.vm.synced_folder ".", "/vagrant", type: "rsync", rsync__auto: true, disabled: true
  config.vm.network "private_network", type: "dhcp", libvirt__network_name: "${this.sharedNetwork}"

  config.vm.provision "shell", inline: <<-SHELL
useradd -m -s /bin/bash eleve || true
echo "eleve:${user}" | chpasswd
usermod -aG sudo eleve
echo "root:${root}" | chpasswd
usermod -U root || true
  SHELL
end
`;
  }
}

/** What it says, in English; rejects when it fails. */
export async function virsh(...args: string[]): Promise<string> {
  const env = { ...process.env, LC_ALL: 'C' };
  const { stdout } = await execute('virsh', ['--quiet', '--connect', 'qemu:///system', ...args], { env });
  return stdout;
}
