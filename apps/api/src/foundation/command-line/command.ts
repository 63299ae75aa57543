import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import type { Configuration } from '../config/configuration.js';

/** What a command works with. */
export interface CommandContext {
  /** Read when it is asked for: throws a `ConfigurationError` when it is wrong. */
  readonly configuration: Configuration;
  /** The words after the command's name. */
  readonly args: readonly string[];
  /** A line for the person at the terminal. */
  say(line: string): void;
  /** The parts of the program that the command needs, with the database; closed when the command ends. Nothing is served. */
  open(...modules: (Type | DynamicModule)[]): Promise<INestApplicationContext>;
}

/** What is done by `npm run vmm -- <name>`. */
export interface Command {
  /** One word, or two where several do something with the same things. */
  name: string;
  /** What comes after the name, such as `<account>`. */
  usage: string;
  summary: string;
  /** Resolves with the exit code. Rejects with `UsageError` when the words after the name cannot be understood. */
  run(context: CommandContext): Promise<number>;
}

/** The command cannot be understood; `message` says what is missing. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
