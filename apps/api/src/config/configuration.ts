import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import * as z from 'zod';
import { deriveEnvironment, type Environment } from './environment.js';
import { deriveSecrets, type Secrets } from './secrets.js';
import { Variables } from './variables.js';

export interface Configuration {
  environment: Environment;
  secrets: Secrets;
}

/** The environment is wrong; `message` is the readable list of everything that is. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Reads `.env` of the working folder below the real environment, which wins. */
export function readConfiguration(): Configuration {
  const workingDir = process.cwd();
  return toConfiguration(
    { ...present(readEnvFile(join(workingDir, '.env'))), ...present(process.env) },
    workingDir,
  );
}

export function toConfiguration(
  texts: Record<string, string | undefined>,
  workingDir: string,
): Configuration {
  const parsed = Variables.safeParse(present(texts));
  if (!parsed.success) throw new ConfigurationError(z.prettifyError(parsed.error));
  return {
    environment: deriveEnvironment(parsed.data, workingDir),
    secrets: deriveSecrets(parsed.data),
  };
}

function present(texts: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(texts).filter(([, text]) => text !== undefined && text.trim() !== ''),
  );
}

function readEnvFile(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigurationError(`${path} cannot be read`, { cause: error });
  }
}
