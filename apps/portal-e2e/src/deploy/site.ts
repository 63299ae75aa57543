import { execFile } from 'node:child_process';
import { appendFile, chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { PASSWORD } from '../support/portal.js';

const execute = promisify(execFile);
const ROOT = resolve(import.meta.dirname, '../../../..');
const GATEWAY = '{{(index .IPAM.Config 0).Gateway}}';
const BUILD_NETWORK = join(ROOT, 'infra/deploy-tests/build-network.yml');

export interface Container {
  Id: string;
  RestartCount: number;
  State: { Status: string; Health?: { Status: string } };
  Config: { Labels: Record<string, string>; User: string; Env: string[] };
  NetworkSettings: { Networks: Record<string, { IPAddress: string }> };
}

/** The clone on the machine apart, as an administrator has it: `.env`, `secrets/`, and Compose. */
export class Site {
  readonly folder = join(ROOT, 'var/deploy/site');
  readonly url = 'https://vm-manager.iris.example';
  readonly studentVms = join(this.folder, 'student_vms');
  readonly backups = join(this.folder, 'backups');
  /** What must be found in no image, log, environment or command line. */
  readonly secrets = {
    'demo-password': PASSWORD,
    'secret-key': 'clef-du-site-9f8e7d6c5b4a39281706f5e4d3c2b1a0',
    'smtp-password': 'mot-de-passe-du-courrier-51ab',
    'backup-passphrase': 'phrase des sauvegardes 7c3e',
  };

  async configure(): Promise<void> {
    await mkdir(join(this.folder, 'secrets'), { recursive: true });
    for (const [name, text] of Object.entries(this.secrets)) {
      await writeFile(join(this.folder, 'secrets', name), `${text}\n`);
      await chmod(join(this.folder, 'secrets', name), 0o600);
    }
    await writeFile(
      join(this.folder, '.env'),
      [
        await readFile(join(this.folder, '.env.example'), 'utf8'),
        'DOMAIN_NAME=iris.example',
        'VMM_NETWORK_MODE=none',
        // What it deletes is gone before the next step looks.
        'VMM_BIN_DAYS=0',
        'VMM_DEMO_PASSWORD_FILE=secrets/demo-password',
        'SECRET_KEY_FILE=secrets/secret-key',
        'SMTP_HOST=127.0.0.1',
        'SMTP_USER=vmm@iris.example',
        'SMTP_PASSWORD_FILE=secrets/smtp-password',
        'COMPOSE_PROFILES=backup',
        '',
      ].join('\n'),
    );
  }

  /** Runs a program in the clone; resolves with all that it printed. */
  async run(program: string, ...args: string[]): Promise<string> {
    const options = {
      cwd: this.folder,
      env: { ...process.env, COMPOSE_DOCKER_CLI_BUILD: '1', DOCKER_BUILDKIT: '1' },
      maxBuffer: 2 ** 28,
    };
    const { stdout, stderr } = await execute(program, args, options);
    return stdout + stderr;
  }

  prepare(): Promise<string> {
    return this.run('infra/host/prepare-compose.sh');
  }

  /** Whoever calls from outside all containers comes from the gateway of their network, and is refused until this. */
  async trustGateway(): Promise<void> {
    const gateway = await this.run('docker', 'network', 'inspect', '--format', GATEWAY, 'admin_proxy');
    await appendFile(join(this.folder, '.env'), `TRAEFIK_ADDRESS=${gateway}`);
  }

  compose(...args: string[]): Promise<string> {
    return this.run('docker-compose', '--file', 'docker-compose.yml', '--file', BUILD_NETWORK, ...args);
  }

  /** Asks the portal from another container of Traefik's network, as on behalf of the address that is named. */
  async askFrom(container: string, onBehalfOf: string): Promise<void> {
    const head = `HEAD / HTTP/1.0\\r\\nHost: x\\r\\nX-Forwarded-For: ${onBehalfOf}\\r\\n\\r\\n`;
    const ask = `exec 3<>/dev/tcp/vm-manager-portal/8080; printf '${head}' >&3; cat <&3`;
    await this.run('docker', 'exec', container, 'bash', '-c', ask);
  }

  async container(name: string): Promise<Container> {
    const [container] = JSON.parse(await this.run('docker', 'inspect', name)) as Container[];
    return container!;
  }

  /** A file of a volume, from outside all containers. */
  async inVolume(volume: string, path: string): Promise<string> {
    const [found] = JSON.parse(await this.run('docker', 'volume', 'inspect', volume)) as {
      Mountpoint: string;
    }[];
    return join(found!.Mountpoint, path);
  }
}
