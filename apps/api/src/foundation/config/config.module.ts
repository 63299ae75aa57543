import { Logger, Module, type DynamicModule } from '@nestjs/common';
import type { Configuration } from './configuration.js';
import { ENVIRONMENT, type Environment } from './environment.js';
import { Sealing } from './sealing.js';
import { rootKeys } from './secret-key.js';
import { SECRETS, type Secrets } from './secrets.js';

@Module({})
export class ConfigModule {
  static with({ environment, secrets, warnings }: Configuration): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: ENVIRONMENT, useValue: environment },
        { provide: SECRETS, useValue: secrets },
        {
          provide: Sealing,
          useFactory: () => makeSealing(environment, secrets, warnings),
        },
      ],
      exports: [ENVIRONMENT, SECRETS, Sealing],
    };
  }
}

/** Logs the warnings about the configuration as soon as there is a log. */
async function makeSealing(
  { dataDir }: Environment,
  secrets: Secrets,
  warnings: readonly string[],
): Promise<Sealing> {
  const logger = new Logger(ConfigModule.name);
  for (const warning of warnings) logger.warn(warning);
  const { keys, stretched } = await rootKeys(dataDir, secrets);
  for (const name of stretched) {
    logger.warn(`${name} is short: it is stretched, but 32 random characters are safer`);
  }
  return new Sealing(keys);
}
