import { Module } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { ENVIRONMENT, type Environment } from '../../../foundation/config/environment.js';
import { JournalPrograms } from './journal-programs.js';
import { NoPrograms } from './no-programs.js';
import { Programs } from './programs.js';

/** There when systemd is the computer's first process. */
const SYSTEMD = '/run/systemd/system';

/** The platform's own programs: by the engine that is named, else by systemd. */
@Module({
  providers: [
    {
      provide: Programs,
      inject: [ENVIRONMENT],
      useFactory: async ({ engine }: Environment): Promise<Programs> => {
        if (engine) {
          // The engine's client is a tenth of what a start loads, and most start without an engine.
          const { EnginePrograms } = await import('./engine-programs.js');
          return new EnginePrograms(engine);
        }
        return existsSync(SYSTEMD) ? new JournalPrograms() : new NoPrograms();
      },
    },
  ],
  exports: [Programs],
})
export class ProgramsModule {}
