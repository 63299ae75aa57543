import { Module, type DynamicModule, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule } from '../config/config.module.js';
import { readConfiguration, type Configuration } from '../config/configuration.js';
import { EXIT_CODE } from '../config/exit-codes.js';
import { DatabaseServer } from '../database/database-server.js';
import { DatabaseModule } from '../database/database.module.js';
import { UsageError, type Command } from './command.js';
import { TerminalLogger } from './terminal-logger.js';

@Module({})
class CommandModule {}

const HELP = ['help', '--help', '-h'];

/** Runs the command that the words name, and resolves with the exit code. */
export async function runCommand(
  commands: readonly Command[],
  words: readonly string[],
  say: (line: string) => void,
): Promise<number> {
  const [first] = words;
  if (first === undefined || first === 'help' || words.includes('--help') || words.includes('-h')) {
    const asked = commandIn(
      commands,
      words.filter((word) => !HELP.includes(word)),
    );
    say(asked ? linesOf(asked) : helpText(commands));
    return 0;
  }
  const command = commandIn(commands, words);
  if (!command) {
    const isGroup = commands.some(({ name }) => name.startsWith(`${first} `));
    say(`There is no command “${words.slice(0, isGroup ? 2 : 1).join(' ')}”.\n\n${helpText(commands)}`);
    return EXIT_CODE.wrongUsage;
  }
  const args = words.slice(command.name.split(' ').length);
  let read: Configuration | undefined;
  const configuration = () => (read ??= readConfiguration());
  let opened: INestApplicationContext | undefined;
  const open = async (...modules: (Type | DynamicModule)[]) => {
    const imports = [ConfigModule.with(configuration()), DatabaseModule, ...modules];
    const logger = new TerminalLogger({ logLevels: ['error', 'warn'] });
    return (opened = await NestFactory.createApplicationContext(
      { module: CommandModule, imports },
      { logger, abortOnError: false },
    ));
  };
  try {
    const context = {
      get configuration() {
        return configuration();
      },
      ...{ args, say, open },
    };
    return await command.run(context);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(`${error.message}\n\n  npm run vmm -- ${command.name} ${command.usage}`);
    return EXIT_CODE.wrongUsage;
  } finally {
    await (opened ? opened.close() : DatabaseServer.closeAll());
  }
}

const commandIn = (commands: readonly Command[], words: readonly string[]) =>
  commands.find(({ name }) => `${words.join(' ')} `.startsWith(`${name} `));

const linesOf = ({ name, usage, summary }: Command) => `  npm run vmm -- ${name} ${usage}\n      ${summary}`;

function helpText(commands: readonly Command[]): string {
  const lines = commands.map(({ name, usage, summary }) => `  ${name} ${usage}\n      ${summary}`);
  return ['npm run vmm -- <command>', '', ...lines].join('\n');
}
