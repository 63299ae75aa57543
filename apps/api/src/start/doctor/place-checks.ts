import { once } from 'node:events';
import { access, constants } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { faultsOfComputer } from '../../foundation/config/check-computer.js';
import type { Environment } from '../../foundation/config/environment.js';
import { judgeDisks } from '../../foundation/health/disk-health.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import { ask, isOurs, type Answer } from './ask.js';
import { Trouble, type Check, type Said } from './check.js';

/** Folders, files and ports of this computer that are ours to use. */
export function placeChecks(environment: Environment): Check[] {
  const { dataDir, studentVmsDir } = environment;
  return [
    {
      name: 'permissions',
      title: { fr: 'droits', en: 'permissions' },
      variables: ['VMM_DATA_DIR', 'STUDENT_VMS_DIR', 'LDAP_', 'METRICS_', 'HOST'],
      mend: `sudo chown -R "$(id -un)" ${dataDir} ${studentVmsDir}`,
      examine: () => permissions(environment),
    },
    {
      name: 'disk',
      title: { fr: 'espace disque', en: 'disk space' },
      variables: ['VMM_DATA_DIR', 'STUDENT_VMS_DIR'],
      mend: `du -xh -d1 ${dataDir} ${studentVmsDir} | sort -h`,
      examine: async () => {
        await judgeDisks(environment);
        return '';
      },
    },
    {
      name: 'ports',
      title: { fr: 'ports', en: 'ports' },
      variables: ['HOST', 'PORT', 'METRICS_'],
      mend: `sudo ss -ltnp 'sport = :${environment.port}'`,
      examine: (signal) => ports(environment, signal),
    },
  ];
}

async function permissions(environment: Environment): Promise<Said> {
  const { dataDir, socketPath } = environment;
  const [fault] = await faultsOfComputer(environment);
  if (fault) throw new Trouble(`${fault.name}: ${fault.fault}`, mendOf(fault.name, environment));
  const key = join(dataDir, 'secret.key');
  await access(key, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
    // Made at the first start.
    if (error.code === 'ENOENT') return;
    throw new Trouble(
      { fr: `${key} n’est pas lisible par ce compte`, en: `this account may not read ${key}` },
      `sudo chown "$(id -un)" ${key}`,
    );
  });
  if (socketPath)
    await access(dirname(socketPath), constants.W_OK | constants.X_OK).catch(() => {
      throw new Trouble(
        {
          fr: `ce compte ne peut rien créer dans ${dirname(socketPath)} (HOST)`,
          en: `this account may make nothing in ${dirname(socketPath)} (HOST)`,
        },
        `sudo install -d -o "$(id -un)" ${dirname(socketPath)}`,
      );
    });
  return dataDir;
}

function mendOf(variable: string, { dataDir, studentVmsDir, directory }: Environment): Said {
  const own = (folder: string) => `sudo install -d -o "$(id -un)" ${folder}`;
  if (variable === 'VMM_DATA_DIR') return own(dataDir);
  if (variable === 'STUDENT_VMS_DIR') return own(studentVmsDir);
  if (variable === 'LDAP_CA_FILE') return `openssl x509 -noout -subject -in ${directory?.caFile ?? ''}`;
  return 'ip -brief address';
}

async function ports(environment: Environment, signal: AbortSignal): Promise<Said> {
  const { host, port, socketPath, metrics } = environment;
  if (socketPath) return (await isServed({ socketPath })) ? RUNNING : NOT_RUNNING;
  const place = `${host}:${port}`;
  const answer = await ask(`http://${reachableAt(host)}:${port}/api/health/live`, { signal }).catch(
    () => null,
  );
  if (answer && isOurs(answer)) return RUNNING;
  await mustBeFree(host, port, place, answer);
  // While we run, it is we who have it.
  if (metrics) await mustBeFree(metrics.host, metrics.port, `${metrics.host}:${metrics.port}`, null);
  return NOT_RUNNING;

  function isServed(at: { socketPath: string }): Promise<boolean> {
    return ask('http://localhost/api/health/live', { signal, ...at }).then(isOurs, () => false);
  }
}

const RUNNING: Said = { fr: 'VM Manager y répond', en: 'VM Manager answers there' };
const NOT_RUNNING: Said = {
  fr: 'libres : VM Manager n’est pas en marche',
  en: 'free: VM Manager is not running',
};

async function mustBeFree(host: string, port: number, place: string, answer: Answer | null): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const look = `sudo ss -ltnp 'sport = :${port}'`;
    if (code === 'EADDRINUSE' || answer)
      throw new Trouble(
        { fr: `${place} est pris par un autre programme`, en: `${place} is taken by another program` },
        look,
      );
    if (code === 'EACCES')
      throw new Trouble(
        { fr: `ce compte ne peut pas écouter sur ${place}`, en: `this account may not listen on ${place}` },
        { fr: 'PORT=3000 dans .env, derrière un proxy', en: 'PORT=3000 in .env, behind a proxy' },
      );
    throw new Trouble(`${place}: ${messageForLog(error)}`, 'ip -brief address');
  } finally {
    server.close();
  }
}

const reachableAt = (host: string) =>
  host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
