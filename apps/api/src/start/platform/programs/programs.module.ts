import { Module } from '@nestjs/common';
import { existsSync } from 'node:fs';
import { ENVIRONMENT, type Environment } from '../../../foundation/config/environment.js';
import { EnginePrograms } from './engine-programs.js';
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
      useFactory: ({ engine }: Environment): Programs => {
        if (engine) return new EnginePrograms(engine);
        return existsSync(SYSTEMD) ? new JournalPrograms() : new NoPrograms();
      },
    },
  ],
  exports: [Programs],
})
export class ProgramsModule {}
