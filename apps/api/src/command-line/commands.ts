import { personCommand } from '../audit/person/person.command.js';
import type { Command } from './command.js';

/** Everything that `npm run vmm` can do. */
export const COMMANDS: readonly Command[] = [personCommand];
