import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Configuration } from './configuration.js';
import { ENVIRONMENT, type Environment } from './environment.js';
import { Sealing } from './sealing.js';
import { rootKeys } from './secret-key.js';
import { SECRETS, type Secrets } from './secrets.js';

@Module({})
export class ConfigModule {
  static with({ environment, secrets }: Configuration): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: ENVIRONMENT, useValue: environment },
        { provide: SECRETS, useValue: secrets },
        { provide: Sealing, useFactory: makeSealing, inject: [ENVIRONMENT, SECRETS] },
      ],
      exports: [ENVIRONMENT, SECRETS, Sealing],
    };
  }
}

async function makeSealing({ dataDir }: Environment, secrets: Secrets): Promise<Sealing> {
  const { keys, stretched } = await rootKeys(dataDir, secrets);
  for (const name of stretched) {
    new Logger('ConfigModule').warn(`${name} is short: it is stretched, but 32 random characters are safer`);
  }
  return new Sealing(keys);
}
