import { personCommand } from '../people/personal-data/person.command.js';
import { ldapCheckCommand } from '../access/directory/ldap-check.command.js';
import { clockCommand } from './clock.command.js';
import { quotaCommand } from '../machines/quota-verification/quota.command.js';
import type { Command } from '../foundation/command-line/command.js';

/** Everything that `npm run vmm` can do. */
export const COMMANDS: readonly Command[] = [quotaCommand, personCommand, ldapCheckCommand, clockCommand];
