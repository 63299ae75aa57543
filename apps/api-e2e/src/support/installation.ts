import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiProcess } from './api-process.js';
import { postmasterOf } from './database.js';
import { eventually } from './eventually.js';
import { FakeHost } from './fake-host.js';

/** Of all first accounts: `admin`, `prof` (teaches `demo`), `alice` and `bob` (its students). */
export const PASSWORD = 'un mot de passe de test';

/** A data folder with its database, and the API processes that work on it. */
export class Installation {
  readonly processes: ApiProcess[] = [];
  readonly host: FakeHost;

  private constructor(readonly folder: string) {
    this.host = new FakeHost(join(folder, 'data/fake-host'));
  }

  static async make(): Promise<Installation> {
    const installation = new Installation(await mkdtemp(join(tmpdir(), 'vmm-e2e-')));
    await mkdir(installation.dataDir, { mode: 0o700 });
    return installation;
  }

  get dataDir() {
    return join(this.folder, 'data');
  }

  get studentVmsDir() {
    return join(this.folder, 'student_vms');
  }

  /** A process that may not get as far as being ready. */
  spawn(env: Record<string, string> = {}): ApiProcess {
    const api = new ApiProcess(
      {
        PORT: '0',
        VMM_ADAPTERS: 'fake',
        VMM_DATA_DIR: this.dataDir,
        STUDENT_VMS_DIR: this.studentVmsDir,
        VMM_DEMO_PASSWORD: PASSWORD,
        NODE_ENV: 'test',
        // A deletion deletes; the bin has specs of its own.
        VMM_BIN_DAYS: '0',
        ...env,
      },
      this.folder,
    );
    this.processes.push(api);
    return api;
  }

  start(env: Record<string, string> = {}): Promise<ApiProcess> {
    return this.spawn(env).ready();
  }

  /** Folders of VMs, `<owner>/<folder>`. */
  async vmFolders(): Promise<string[]> {
    const owners = await readdir(this.studentVmsDir).catch(() => []);
    const folders = owners.map(async (owner) =>
      (await readdir(join(this.studentVmsDir, owner))).map((name) => `${owner}/${name}`),
    );
    return (await Promise.all(folders)).flat().sort();
  }

  /** Everything that VMs left here: nothing, when there are none. */
  async remains() {
    return { ...(await this.host.inventory()), folders: await this.vmFolders() };
  }

  /** Stops what still runs and removes the folder; rejects when a process of ours is left over. */
  async dispose(): Promise<void> {
    await Promise.all(this.processes.map((api) => (api.hasEnded ? undefined : api.interrupt())));
    // A killed API leaves its database running, by design.
    const server = await postmasterOf(this.dataDir);
    if (server) {
      process.kill(server.pid, 'SIGINT');
      await eventually('the database of a killed API stops', async () => !(await postmasterOf(this.dataDir)));
    }
    await eventually('no process of the installation is left', async () => {
      return (await this.processesLeft()).length === 0;
    });
    await rm(this.folder, { recursive: true });
  }

  /** Command lines of living processes that name the folder. */
  async processesLeft(): Promise<string[]> {
    const ids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
    const lines = await Promise.all(
      ids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    return lines.filter((line) => line.includes(this.folder)).map((line) => line.replaceAll('\0', ' '));
  }
}
export const NOTHING = { domains: [], disks: [], networks: [], folders: [] };
