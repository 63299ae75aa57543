import { COMMANDS } from './command-line/commands.js';
import { runCommand } from './command-line/run-command.js';
import { explainFailure } from './explain-failure.js';

try {
  process.exitCode = await runCommand(COMMANDS, process.argv.slice(2), (line) => console.log(line));
} catch (error) {
  const { message, exitCode } = explainFailure(error);
  process.stderr.write(message);
  // What a start that failed half-way has opened would keep the process.
  process.exit(exitCode);
}
