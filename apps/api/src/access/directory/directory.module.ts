import { type FactoryProvider, Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ClassMemberships } from './class-memberships.js';
import { DirectoryStrategy } from './directory.strategy.js';
import { DirectoryComparison } from './directory-comparison.js';
import { DirectoryHealth } from './directory-health.js';
import { DirectoryLogins } from './directory-logins.js';
import { DirectoryRecords } from './directory-records.js';
import { DirectorySignInGuard } from './directory-sign-in.guard.js';
import { DirectoryState } from './directory-state.js';
import { DirectorySyncEntity } from './directory-sync.entity.js';
import { DirectorySync } from './directory-sync.js';
import { DirectoryController } from './directory.controller.js';
import { Directory } from './directory.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { SECRETS, type Secrets } from '../../foundation/config/secrets.js';
import { LdapDirectory } from './ldap-directory.js';

/** The school's directory; null where none is configured. */
export const DIRECTORY: FactoryProvider<LdapDirectory | null> = {
  provide: Directory,
  useFactory: ({ directory }: Environment, { directoryPassword }: Secrets) =>
    directory && new LdapDirectory(directory, directoryPassword),
  inject: [ENVIRONMENT, SECRETS],
};

/** The school's LDAP directory: checks passwords, and says who has which role and classes. */
@Module({
  imports: [PassportModule, TypeOrmModule.forFeature([DirectorySyncEntity])],
  controllers: [DirectoryController],
  providers: [
    DIRECTORY,
    ClassMemberships,
    DirectoryStrategy,
    DirectoryComparison,
    DirectoryHealth,
    DirectoryLogins,
    DirectoryRecords,
    DirectorySignInGuard,
    DirectoryState,
    DirectorySync,
  ],
  exports: [Directory, DirectoryLogins, DirectorySignInGuard, DirectoryState],
})
export class DirectoryModule {}
