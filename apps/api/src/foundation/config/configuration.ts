import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { EnvFileError, readEnvFile, type EnvFile } from './env-file.js';
import { deriveEnvironment, type Environment } from './environment.js';
import { isOurs, nameLike } from './name-like.js';
import { readSecretFiles, SECRET_FILE_VARIABLES } from './secret-files.js';
import { deriveSecrets, SECRET_VARIABLES, type Secrets } from './secrets.js';
import { Variables } from './variables.js';

export interface Configuration {
  environment: Environment;
  secrets: Secrets;
  /** What was written for the variables that are set, the secret ones apart; where a file has the secret, what is in it. */
  written: { open: Record<string, string>; secret: Record<string, string> };
  /** Possible typing errors in names of variables, for the log. */
  warnings: string[];
}

/** The environment is wrong; `message` is the readable list of everything that is. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  /** `variables` are those that are wrong; empty when `.env` cannot be read at all. */
  constructor(
    message: string,
    readonly variables: readonly string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Reads `.env` of the working folder below the real environment, which wins. */
export function readConfiguration(): Configuration {
  const workingDir = process.cwd();
  const { values, warnings } = readFile(fileIn(workingDir));
  const configuration = toConfiguration({ ...present(values), ...present(process.env) }, workingDir);
  return { ...configuration, warnings: [...warnings, ...configuration.warnings] };
}

/**
 * The usable part of a configuration: a variable that is wrong counts as unset and is listed. Only for tools that
 * look for faults, never for the program itself.
 */
export function readUsableConfiguration(): {
  configuration: Configuration;
  error: ConfigurationError | null;
} {
  try {
    return { configuration: readConfiguration(), error: null };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const workingDir = process.cwd();
    // A file that cannot be read is what is wrong: nothing of it counts.
    const values = error.variables.length > 0 ? readFile(fileIn(workingDir)).values : {};
    const texts = { ...present(values), ...present(process.env) };
    return { configuration: withoutWrong(texts, error.variables, workingDir), error };
  }
}

/** A variable may be wrong because of others of its family, such as LDAP_BASE_DN that is missing beside LDAP_HOST. */
function withoutWrong(
  texts: Record<string, string | undefined>,
  wrong: readonly string[],
  workingDir: string,
): Configuration {
  const families = wrong.map((name) => name.split('_')[0]);
  const rest = (isLeftOut: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(texts).filter(([name]) => !isLeftOut(name)));
  for (const left of [
    rest((name) => wrong.includes(name)),
    rest((name) => families.includes(name.split('_')[0])),
  ]) {
    try {
      return toConfiguration(left, workingDir);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
    }
  }
  return toConfiguration({}, workingDir);
}

const fileIn = (workingDir: string) => join(workingDir, '.env');

export function toConfiguration(
  texts: Record<string, string | undefined>,
  workingDir: string,
): Configuration {
  const set = present(texts);
  const { secrets, wrong } = readSecretFiles(set, workingDir);
  const parsed = Variables.safeParse({ ...set, ...secrets });
  const complaints = wrong.map(({ name, trouble }) => `✖ ${trouble}\n  → at ${name}`);
  if (!parsed.success) complaints.unshift(z.prettifyError(parsed.error));
  if (!parsed.success || complaints.length > 0) {
    const issues = parsed.error?.issues.map(({ path }) => String(path[0])) ?? [];
    throw new ConfigurationError(complaints.join('\n'), [...issues, ...wrong.map(({ name }) => name)]);
  }
  return {
    environment: deriveEnvironment(parsed.data, workingDir),
    secrets: deriveSecrets(parsed.data),
    written: writtenIn({ ...set, ...secrets }),
    warnings: Object.keys(set).flatMap(warningAbout),
  };
}

function writtenIn(texts: Record<string, string | undefined>): Configuration['written'] {
  const ours = Object.keys(Variables.shape).flatMap((name) => {
    const text = texts[name];
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    open: Object.fromEntries(ours.filter(([name]) => !SECRET_VARIABLES.has(name))),
    secret: Object.fromEntries(ours.filter(([name]) => SECRET_VARIABLES.has(name))),
  };
}

const NAMES = [...Object.keys(Variables.shape), ...SECRET_FILE_VARIABLES];

/** An environment holds many names: only those that look like ours are mentioned. */
function warningAbout(name: string): string[] {
  if (NAMES.includes(name)) return [];
  const meant = nameLike(name, NAMES);
  if (meant === null)
    return isOurs(name) ? [`${name} is no variable of VM Manager: it counts for nothing`] : [];
  return [`${name} is no variable of VM Manager: ${meant}?`];
}

function present(texts: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(texts).filter(([, text]) => text !== undefined && text.trim() !== ''),
  );
}

function readFile(path: string): EnvFile {
  try {
    return readEnvFile(readFileSync(path), (name) => SECRET_VARIABLES.has(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { values: {}, warnings: [] };
    if (error instanceof EnvFileError)
      throw new ConfigurationError(`${path}\n${error.message}`, [], { cause: error });
    throw new ConfigurationError(`${path} cannot be read`, [], { cause: error });
  }
}
