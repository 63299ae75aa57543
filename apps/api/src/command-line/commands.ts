import { personCommand } from '../audit/person/person.command.js';
import { ldapCheckCommand } from '../auth/ldap/ldap-check.command.js';
import { quotaCommand } from '../quotas/verify/quota.command.js';
import type { Command } from './command.js';

/** Everything that `npm run vmm` can do. */
export const COMMANDS: readonly Command[] = [quotaCommand, personCommand, ldapCheckCommand];
