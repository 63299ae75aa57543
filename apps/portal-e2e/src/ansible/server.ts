import { execFile } from 'node:child_process';
import { appendFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../support/client.js';
import { CLONE } from './playbooks.js';

const execute = promisify(execFile);
const BOXES = resolve(import.meta.dirname, '../../../../var/ansible/server');
const CONTAINER = resolve(import.meta.dirname, '../../../../infra/deploy-tests/container.sh');
const HOME = '/run/controller';
const DISK = '/var/lib/libvirt/images/server.qcow2';
const MAC = '52:54:00:5e:2e:10';
const GIB = 2 ** 30;

const NETWORK = `
<network>
  <name>server</name>
  <bridge name='server'/>
  <ip address='10.188.0.1' netmask='255.255.255.0'>
    <dhcp><range start='10.188.0.10' end='10.188.0.10'/><host mac='${MAC}' ip='10.188.0.10'/></dhcp>
  </ip>
</network>`;

const domain = (type: string, key: string) => `
<domain type='${type}'>
  <name>server</name>
  <memory unit='MiB'>3072</memory>
  <vcpu>2</vcpu>
  <sysinfo type='smbios'>
    <oemStrings><entry>vmm:hostname=serveur</entry><entry>vmm:authorized-key=${key}</entry></oemStrings>
  </sysinfo>
  <os><type machine='pc'>hvm</type><smbios mode='sysinfo'/></os>
  <features><acpi/><apic/></features>
  ${type === 'kvm' ? "<cpu mode='host-passthrough'/>" : "<cpu mode='custom'><model>qemu64</model></cpu>"}
  <devices>
    <disk type='file'><driver name='qemu' type='qcow2' cache='unsafe'/><source file='${DISK}'/><target dev='vda' bus='virtio'/></disk>
    <interface type='network'><mac address='${MAC}'/><source network='server'/><model type='virtio'/></interface>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
    <serial type='file'><source path='/var/log/libvirt/server.log'/></serial>
  </devices>
</domain>`;

/**
 * A real server with systemd, on a network without a way out: a VM from the box that infra/deploy-tests/target describes; where that
 * would be an emulation, that box's files and systemd on this machine's kernel. VMM_TEST_SERVER says which: "vm" or "container".
 */
export class Server {
  readonly address = '10.188.0.10';
  readonly key = join(HOME, 'key');
  readonly controllerHome = HOME;

  /** Unless it runs, as another file of tests has left it. */
  async boot(withinMs: number): Promise<void> {
    if ((await this.answer('true')) !== null) return;
    await execute(join(CLONE, 'infra/host/prepare-host.sh'));
    await mkdir(HOME);
    await execute('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'controller', '-f', this.key]);
    const box = join(
      BOXES,
      (await readdir(BOXES)).find((name) => name.endsWith('.box'))!,
    );
    const { stdout: verdict } = await execute(join(CLONE, 'infra/host/kvm-probe'));
    const isKvm = verdict.startsWith('kvm');
    const kind = process.env['VMM_TEST_SERVER'] ?? (isKvm ? 'vm' : 'container');
    if (kind === 'container') await this.startContainer(box);
    else await this.startVm(box, isKvm ? 'kvm' : 'qemu');
    await until(() => this.answer('true'), withinMs, 'the server to let us in');
    await appendFile('/etc/hosts', `${this.address} vm-manager.iris.example\n`);
  }

  private async startContainer(box: string): Promise<void> {
    const folder = resolve(BOXES, '../container');
    await mkdir(folder, { recursive: true });
    await execute(CONTAINER, [box, folder, `${this.key}.pub`]);
  }

  private async startVm(box: string, type: 'kvm' | 'qemu'): Promise<void> {
    await execute('tar', ['-C', HOME, '-xf', box, 'box.img']);
    await execute('qemu-img', ['convert', '-O', 'qcow2', join(HOME, 'box.img'), DISK]);
    await execute('qemu-img', ['resize', DISK, String(40 * GIB)]);
    await this.virsh('net-create', NETWORK);
    await this.virsh('create', domain(type, await this.publicKey()));
  }

  /** How Ansible reaches an account. */
  reachedAs(account: string): Record<string, unknown> {
    return {
      ansible_host: this.address,
      ansible_user: account,
      ansible_ssh_private_key_file: this.key,
      ansible_ssh_common_args: '-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null',
      ansible_python_interpreter: '/usr/bin/python3',
    };
  }

  /** A line of its shell, as root, which reads `input`; resolves with what it printed. The journal has the line. */
  async root(line: string, input = ''): Promise<string> {
    const { stdout } = await this.ssh(`sudo sh -c '${line.replaceAll("'", `'\\''`)}'`, input);
    return stdout.trim();
  }

  /** Lets the controller in as this account, too. */
  async admit(account: string): Promise<void> {
    const keys = `/home/${account}/.ssh`;
    await this.root(`install -d -o ${account} -m 700 ${keys}`);
    await this.root(
      `install -o ${account} -m 600 /dev/stdin ${keys}/authorized_keys`,
      await this.publicKey(),
    );
  }

  /** Where a secret is that should be in a file of its own alone. */
  async whereIs(secret: string): Promise<string[]> {
    const places = [
      ['processes', 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n"'],
      ['journal', 'journalctl --output=export --no-pager'],
      ['units', 'systemctl show "vm-manager*"; cat /etc/systemd/system/vm-manager*.service.d/*'],
    ];
    const seen: string[] = [];
    for (const [place, command] of places)
      if ((await this.root(command!)).includes(secret)) seen.push(place!);
    const files = '/opt/vm-manager /etc/vm-manager/.env /etc/nginx /var/log /var/tmp /tmp /root';
    const found = await this.root(`grep -rlFsf - ${files} || true`, secret);
    return [...seen, ...found.split('\n').filter(Boolean)];
  }

  async reboot(withinMs: number): Promise<void> {
    const bootId = 'cat /proc/sys/kernel/random/boot_id';
    const before = await this.root(bootId);
    await this.root('systemctl reboot').catch(() => undefined);
    await until(
      async () => {
        const now = await this.answer(bootId);
        return now === null || now === before ? null : now;
      },
      withinMs,
      'the server to be back',
    );
  }

  private async answer(line: string): Promise<string | null> {
    return this.ssh(line).then(
      ({ stdout }) => stdout.trim(),
      () => null,
    );
  }

  private async publicKey(): Promise<string> {
    return (await readFile(`${this.key}.pub`, 'utf8')).trim();
  }

  private ssh(line: string, input = '') {
    const options = [
      'StrictHostKeyChecking=no',
      'UserKnownHostsFile=/dev/null',
      'LogLevel=ERROR',
      'ConnectTimeout=20',
    ];
    const answer = execute(
      'ssh',
      [...options.flatMap((option) => ['-o', option]), '-i', this.key, `vmm@${this.address}`, line],
      { maxBuffer: 2 ** 28 },
    );
    // Whoever ends before reading has said why.
    answer.child.stdin?.on('error', () => undefined).end(input);
    return answer;
  }

  private async virsh(command: string, xml: string): Promise<void> {
    const file = join(HOME, 'definition.xml');
    await writeFile(file, xml);
    await execute('virsh', ['--connect', 'qemu:///system', '--quiet', command, file]);
  }
}
