import type { FactoryProvider } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { SECRETS, type Secrets } from '../../foundation/config/secrets.js';
import { Directory } from './directory.js';
import { LdapDirectory } from './ldap-directory.js';

/** The school's directory; null where none is configured. */
export const DIRECTORY: FactoryProvider<LdapDirectory | null> = {
  provide: Directory,
  useFactory: ({ directory }: Environment, { directoryPassword }: Secrets) =>
    directory && new LdapDirectory(directory, directoryPassword),
  inject: [ENVIRONMENT, SECRETS],
};
