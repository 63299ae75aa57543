import { Logger } from '@nestjs/common';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { messageForLog } from '../../logging/error-for-log.js';
import { DatabaseConnection } from '../database-connection.js';
import { prepareBinaries, type Binaries } from './binaries.js';
import { isServing, readPostmaster, type Postmaster } from './postmaster-file.js';
import { createCluster, spawnServer } from './server-process.js';
import { ensureSocketDir } from './socket-dir.js';
import { underLock } from './start-lock.js';

const POLL_MS = 20;
/** Recovery after a crash may take long; a server that is alive is waited for. */
const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 15_000;
const REVIVE_MS = 1_000;
const KEEPER = 'vmm-keeper';

/**
 * PostgreSQL from npm, shared by all API processes on one data folder: the first starts it or adopts what a killed one
 * left running, the last to leave stops it. Each holds a connection, and PostgreSQL counts those.
 */
export class EmbeddedPostgres {
  private readonly logger = new Logger(EmbeddedPostgres.name);
  private readonly stopping = new AbortController();
  private keeper: Client | undefined;

  constructor(private readonly dataDir: string) {}

  async start(): Promise<DatabaseConnection> {
    await mkdir(this.dataDir, { recursive: true, mode: 0o700 });
    return underLock(this.lockFile, async () => {
      const { socketDir, port } = (await this.running()) ?? (await this.launch());
      const connection = new DatabaseConnection({
        host: socketDir,
        port,
        user: 'postgres',
        database: 'postgres',
      });
      this.keeper = await this.keep(connection);
      return connection;
    });
  }

  /** Ends the server unless another process keeps it. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await underLock(this.lockFile, async () => {
      const isKept = await this.isKeptByOthers().catch(() => false);
      await this.keeper?.end().catch(() => undefined);
      const server = await readPostmaster(this.clusterDir);
      if (!isKept && server && (await isServing(server.pid, this.clusterDir)))
        await this.shutDown(server.pid);
    });
  }

  private async keep(connection: DatabaseConnection): Promise<Client> {
    const keeper = new Client({ ...connection.clientConfig, application_name: KEEPER });
    keeper.on('error', (error) => this.logger.warn(`Embedded database: ${messageForLog(error)}`));
    await keeper.connect();
    keeper.once('end', () => void this.revive());
    return keeper;
  }

  /** A server that died under us comes back at the same place, so that pools find it again. */
  private async revive(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.start();
        return;
      } catch (error) {
        this.logger.error(error);
        await pause(REVIVE_MS, undefined, { ref: false });
      }
    }
  }

  private async isKeptByOthers(): Promise<boolean> {
    const result = await this.keeper?.query<{ others: boolean }>(
      'SELECT count(*) > 1 AS others FROM pg_stat_activity WHERE application_name = $1',
      [KEEPER],
    );
    return result?.rows[0]?.others ?? false;
  }

  /** The server that serves this folder already; a file that a dead one left is removed. */
  private async running(): Promise<Postmaster | null> {
    const server = await readPostmaster(this.clusterDir);
    if (server && (await isServing(server.pid, this.clusterDir))) return this.untilReady(server.pid);
    await rm(join(this.clusterDir, 'postmaster.pid'), { force: true });
    return null;
  }

  private async launch(): Promise<Postmaster> {
    const binaries = await prepareBinaries(join(this.dataDir, 'postgres-lib'));
    await this.ensureCluster(binaries);
    const { pid, exited } = await spawnServer(binaries, {
      clusterDir: this.clusterDir,
      socketDir: await ensureSocketDir(this.dataDir),
      logFile: this.logFile,
    });
    return this.untilReady(pid, exited);
  }

  private async ensureCluster(binaries: Binaries): Promise<void> {
    const exists = await stat(join(this.clusterDir, 'PG_VERSION')).catch(() => null);
    if (exists) return;
    const drafts = (await readdir(this.dataDir)).filter((name) => name.startsWith('postgres.new-'));
    for (const draft of drafts) await rm(join(this.dataDir, draft), { recursive: true });
    await createCluster(binaries, this.clusterDir);
  }

  private async untilReady(pid: number, exited?: AbortSignal): Promise<Postmaster> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (performance.now() < deadline) {
      const server = await readPostmaster(this.clusterDir);
      if (server?.pid === pid && server.isReady) return server;
      // Between fork and exec our own child does not look like a server yet; its end is reported to us anyway.
      const isAlive = exited ? !exited.aborted : await isServing(pid, this.clusterDir);
      if (!isAlive) break;
      await pause(POLL_MS);
    }
    throw new Error(`The embedded database did not start: see ${this.logFile}`);
  }

  private async shutDown(pid: number): Promise<void> {
    const deadline = performance.now() + STOP_WITHIN_MS;
    process.kill(pid, 'SIGINT');
    while (await isServing(pid, this.clusterDir)) {
      if (performance.now() > deadline) return void process.kill(pid, 'SIGQUIT');
      await pause(POLL_MS);
    }
  }

  private get clusterDir() {
    return join(this.dataDir, 'postgres');
  }
  private get logFile() {
    return join(this.dataDir, 'postgres.log');
  }
  private get lockFile() {
    return join(this.dataDir, 'postgres.lock');
  }
}
