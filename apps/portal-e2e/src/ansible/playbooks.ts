import { execFile } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Where infra/deploy-tests/ansible.sh has put the clone, for every account to read, with releases and boxes. */
export const CLONE = '/run/clone';
const RELEASES = join(CLONE, 'var/releases');
const ARCHIVE = /^vm-manager-(.+)\.tar\.gz$/;

/** The release of today, one that follows it with other parts, and one that does not start. */
export async function releases(): Promise<Record<'first' | 'next' | 'broken', string>> {
  const versions = (await readdir(RELEASES)).map((name) => ARCHIVE.exec(name)?.[1]);
  const of = (kind: string) => versions.find((version) => version?.endsWith(`-${kind}`))!;
  return { first: of('first'), next: of('next'), broken: of('broken') };
}

export interface Run {
  succeeded: boolean;
  output: string;
  /** Of the one server there is. */
  changed: number;
}

/** What a run that went well says at its end. */
export const recap = ({ output }: Run) => output.slice(output.indexOf('PLAY RECAP')).trim();

/** The playbooks, run by one account of this machine on one server. */
export class Playbooks {
  private readonly inventory: string;

  constructor(
    private readonly account: string,
    private readonly home: string,
    private readonly server: Record<string, unknown>,
  ) {
    this.inventory = join(home, 'inventory.json');
  }

  run(playbook: string, ...options: string[]): Promise<Run> {
    return this.command('ansible-playbook', '--inventory', this.inventory, `${playbook}.yml`, ...options);
  }

  /** With a release that is there already. */
  deploy(release: string, ...options: string[]): Promise<Run> {
    const archive = join(RELEASES, `vm-manager-${release}.tar.gz`);
    return this.run('deploy', '--extra-vars', `vm_manager_archive=${archive}`, ...options);
  }

  private async command(...command: string[]): Promise<Run> {
    // Ansible takes JSON for YAML.
    const inventory = { vm_manager: { hosts: { server: this.server } } };
    await writeFile(this.inventory, JSON.stringify(inventory), { mode: 0o644 });
    const folder = join(CLONE, 'infra/ansible');
    const env = [`HOME=${this.home}`, `ANSIBLE_CONFIG=${folder}/ansible.cfg`, 'LC_ALL=C.UTF-8'];
    const ended = await execute('runuser', ['-u', this.account, '--', 'env', ...env, ...command], {
      cwd: folder,
      maxBuffer: 2 ** 28,
    }).then(
      ({ stdout }) => ({ succeeded: true, output: stdout }),
      (error: { stdout: string; stderr: string }) => ({
        succeeded: false,
        output: error.stdout + error.stderr,
      }),
    );
    return { ...ended, changed: Number(/ changed=(\d+) /.exec(ended.output)?.[1]) };
  }
}
