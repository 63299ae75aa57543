import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppModule } from '../app.module.js';
import { FirstAccounts, type Credentials } from '../access/auth/first-accounts.js';
import { toConfiguration } from '../foundation/config/configuration.js';
import { DatabaseServer } from '../foundation/database/database-server.js';
import { configureApp } from '../start/configure-app.js';
import { newDatabase } from './new-database.js';

/** Of all accounts: `admin`, `prof` (teaches `demo`), `alice` and `bob` (its students). */
export const TEST_PASSWORD = 'un mot de passe de test';

export interface TestApi {
  url: string;
  app: NestExpressApplication;
  /** Those made at this start. */
  firstAccounts: Credentials[];
  dataDir: string;
  /** `dataDir` stays when it was given. */
  stop(): Promise<void>;
}

/** The whole API on a port of its own, with a real PostgreSQL in a folder of its own and pretended VMs. */
export async function startApi({
  env = {},
  dataDir,
  bootMs = 300,
  change = (builder) => builder,
}: {
  env?: Record<string, string>;
  dataDir?: string;
  /** How long each machine takes to be made. */
  bootMs?: number;
  change?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
} = {}): Promise<TestApi> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), 'vmm-api-')));
  if (dataDir === undefined) await newDatabase(join(folder, 'data'));
  await mkdir(join(folder, 'data/fake-host'), { recursive: true });
  await writeFile(join(folder, 'data/fake-host/boot-ms'), String(bootMs));
  const configuration = toConfiguration(
    {
      PORT: '0',
      VMM_ADAPTERS: 'fake',
      VMM_DEMO_PASSWORD: TEST_PASSWORD,
      VMM_DATA_DIR: join(folder, 'data'),
      STUDENT_VMS_DIR: join(folder, 'student_vms'),
      LOG_LEVEL: 'silent',
      NODE_ENV: 'test',
      // A deletion deletes; the bin has specs of its own.
      VMM_BIN_DAYS: '0',
      ...env,
    },
    folder,
  );
  const { app, firstAccounts } = await listening(
    change(Test.createTestingModule({ imports: [AppModule.with(configuration)] })),
  );
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    app,
    firstAccounts,
    dataDir: folder,
    stop: async () => {
      await app.close();
      if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listening(builder: TestingModuleBuilder): Promise<Pick<TestApi, 'app' | 'firstAccounts'>> {
  try {
    const module = await builder.compile();
    const app = configureApp(module.createNestApplication<NestExpressApplication>({ bodyParser: false }));
    await app.init();
    const firstAccounts: Credentials[] = [];
    await app.get(FirstAccounts).make(async (created) => void firstAccounts.push(...created));
    await app.listen(0, '127.0.0.1');
    return { app, firstAccounts };
  } catch (error) {
    // A test that cannot start leaves no server behind.
    await DatabaseServer.closeAll();
    throw error;
  }
}
