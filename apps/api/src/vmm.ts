import { COMMANDS } from './start/commands.js';
import { runCommand } from './foundation/command-line/run-command.js';
import { explainFailure } from './start/explain-failure.js';

try {
  process.exitCode = await runCommand(COMMANDS, process.argv.slice(2), (line) => console.log(line));
} catch (error) {
  const { message, exitCode } = explainFailure(error);
  process.stderr.write(message);
  // What a start that failed half-way has opened would keep the process.
  process.exit(exitCode);
}
