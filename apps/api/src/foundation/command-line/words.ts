import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './command.js';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>;

/** The words after a command's name, options apart. Throws a `UsageError` that names the one that is not understood. */
export function wordsIn<const T extends Options>(args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    // Node goes on with advice for programs that take any word.
    const [said = ''] = (error as Error).message.split(/\. |\n/);
    throw new UsageError(`${said.replace(/\.$/, '')}.`, { cause: error });
  }
}
