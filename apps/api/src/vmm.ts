import { runCommand } from './foundation/command-line/run-command.js';
import { printable } from './foundation/logging/printable.js';
import { explainFailure } from './start/explain-failure.js';
import { personCommand } from './people/personal-data/person.command.js';
import { newPasswordCommand } from './access/auth/new-password.command.js';
import { ldapCheckCommand } from './access/directory/ldap-check.command.js';
import { doctorCommand } from './start/doctor/doctor.command.js';
import { clockCommand } from './start/clock.command.js';
import { importPrototypeCommand } from './machines/prototype-import/import-prototype.command.js';
import { bakeWindowsCommand } from './machines/windows-boxes/bake-windows.command.js';
import { importBoxCommand } from './machines/box-imports/import-box.command.js';
import { quotaCommand } from './machines/quota-verification/quota.command.js';
import { backupCommand } from './backup/backup.command.js';
import { restoreCommand } from './backup/restore.command.js';
import type { Command } from './foundation/command-line/command.js';

/** Everything that `npm run vmm` can do. */
const COMMANDS: readonly Command[] = [
  quotaCommand,
  personCommand,
  newPasswordCommand,
  ldapCheckCommand,
  clockCommand,
  doctorCommand,
  backupCommand,
  restoreCommand,
  importPrototypeCommand,
  bakeWindowsCommand,
  importBoxCommand,
];

try {
  process.exitCode = await runCommand(COMMANDS, process.argv.slice(2), (line) =>
    console.log(printable(line)),
  );
} catch (error) {
  const { message, exitCode } = explainFailure(error);
  process.stderr.write(message);
  // What a start that failed half-way has opened would keep the process.
  process.exit(exitCode);
}
