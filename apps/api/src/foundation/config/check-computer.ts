import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { access, constants, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { ConfigurationError } from './configuration.js';
import type { Environment } from './environment.js';

type Named = Pick<Environment, 'dataDir' | 'studentVmsDir' | 'directory' | 'metrics'>;

/**
 * Rejects with a list of all faults when folders, files or addresses of the configuration are not usable here. Creates
 * nothing.
 */
export async function checkComputer(named: Named): Promise<void> {
  const wrong = await faultsOfComputer(named);
  if (wrong.length === 0) return;
  const lines = wrong.map(({ name, fault }) => `✖ ${fault}\n  → at ${name}`);
  throw new ConfigurationError(
    lines.join('\n'),
    wrong.map(({ name }) => name),
  );
}

/** What of it is not usable, by the variable that names it. */
export async function faultsOfComputer({
  dataDir,
  studentVmsDir,
  directory,
  metrics,
}: Named): Promise<{ name: string; fault: string }[]> {
  const faults = {
    VMM_DATA_DIR: faultOfFolder(dataDir),
    STUDENT_VMS_DIR: faultOfFolder(studentVmsDir),
    LDAP_CA_FILE: directory?.caFile ? faultOfCertificate(directory.caFile) : null,
    METRICS_HOST: metrics ? faultOfAddress(metrics.host) : null,
  };
  const looks = Object.entries(faults).map(async ([name, look]) => ({ name, fault: await look }));
  return (await Promise.all(looks)).flatMap(({ name, fault }) => (fault === null ? [] : [{ name, fault }]));
}

/** A folder that does not exist yet is judged by the one in which it would be made. */
async function faultOfFolder(path: string): Promise<string | null> {
  try {
    if (!(await stat(path)).isDirectory()) return `${path} is no folder`;
    await access(path, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const code = codeOf(error);
    if ((code === 'ENOENT' || code === 'ENOTDIR') && dirname(path) !== path)
      return faultOfFolder(dirname(path));
    return code === 'EACCES' ? `this user may not write to ${path}` : `${path} cannot be used (${code})`;
  }
}

async function faultOfCertificate(path: string): Promise<string | null> {
  try {
    const text = await readFile(path, 'utf8');
    // Node's TLS silently ignores text that is not PEM, and would then trust no authority at all.
    if (!text.includes('-----BEGIN')) return `${path} holds no certificate in PEM format`;
    new X509Certificate(text);
    return null;
  } catch (error) {
    const code = codeOf(error);
    return code?.startsWith('E') && !code.startsWith('ERR_')
      ? `${path} cannot be read (${code})`
      : `${path} holds no certificate in PEM format`;
  }
}

/** Tries to listen there, on a port that the system chooses. */
async function faultOfAddress(host: string): Promise<string | null> {
  const server = createServer().listen(0, host);
  try {
    await once(server, 'listening');
    return null;
  } catch (error) {
    return `${host} is no address of this computer (${codeOf(error)})`;
  } finally {
    server.close();
  }
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;
