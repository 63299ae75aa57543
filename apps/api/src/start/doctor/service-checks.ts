import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { run } from '../../foundation/child-process/run.js';
import type { Environment } from '../../foundation/config/environment.js';
import type { Secrets } from '../../foundation/config/secrets.js';
import { ClockWatch } from '../../foundation/database/clock-watch.js';
import { messageForLog } from '../../foundation/logging/error-for-log.js';
import { LdapDirectory } from '../../access/directory/ldap-directory.js';
import { SmtpMailer } from '../../messages/mail/smtp-mailer.js';
import { Trouble, type Check, type Said } from './check.js';

const NONE: Said = { fr: 'aucun n’est configuré', en: 'none is configured' };
/** Recovery after a crash takes a while. */
const DATABASE_MS = 15_000;
/** A database on another computer may be off by so much. */
const APART_MS = 5_000;

/** What we need of other programs, asked in the way in which we use them. */
export function serviceChecks(
  environment: Environment,
  { directoryPassword, mailPassword }: Secrets,
  database: OpenDatabase,
): Check[] {
  const { directory, mail, publicUrl, databaseUrl, dataDir } = environment;
  return [
    {
      name: 'database',
      title: { fr: 'base de données', en: 'database' },
      variables: ['DATABASE_URL', 'VMM_DATA_DIR'],
      withinMs: DATABASE_MS,
      mend: databaseUrl
        ? {
            fr: 'DATABASE_URL dans .env : serveur, port, compte, mot de passe, nom de la base',
            en: 'DATABASE_URL in .env: server, port, account, password, name of the database',
          }
        : `tail -n 20 ${join(dataDir, 'postgres.log')}`,
      examine: () => examineDatabase(database, databaseUrl !== null),
    },
    {
      name: 'clocks',
      title: { fr: 'horloges', en: 'clocks' },
      variables: ['DATABASE_URL', 'VMM_DATA_DIR'],
      withinMs: DATABASE_MS,
      mend: 'sudo timedatectl set-ntp true',
      examine: (signal) => examineClocks(database, signal),
    },
    {
      name: 'directory',
      title: { fr: 'annuaire', en: 'directory' },
      variables: ['LDAP_'],
      mend: {
        fr: 'npm run vmm -- ldap-check <compte>, puis les variables LDAP_… de .env',
        en: 'npm run vmm -- ldap-check <account>, then the variables LDAP_… of .env',
      },
      examine: async (signal) =>
        directory ? new LdapDirectory(directory, directoryPassword).check(signal) : NONE,
    },
    {
      name: 'mail',
      title: { fr: 'courrier', en: 'mail' },
      variables: ['SMTP_', 'ADMIN_EMAILS'],
      mend: {
        fr: 'les variables SMTP_… de .env : serveur, port, TLS, compte, mot de passe',
        en: 'the variables SMTP_… of .env: server, port, TLS, account, password',
      },
      examine: async () => {
        if (!mail) return NONE;
        await new SmtpMailer(mail, mailPassword, publicUrl).check();
        return `${mail.host}:${mail.port}`;
      },
    },
  ];
}

/** Null before the first start, which makes the embedded database. */
export type OpenDatabase = () => Promise<DataSource | null>;

async function examineDatabase(database: OpenDatabase, isExternal: boolean): Promise<Said> {
  const source = await database();
  if (!source) return { fr: 'sera créée au premier démarrage', en: 'will be made at the first start' };
  const [row] = await source.query<{ server_version: string }[]>('SHOW server_version');
  const version = `PostgreSQL ${row?.server_version ?? ''}`;
  return isExternal ? version : { fr: `${version}, embarquée`, en: `${version}, embedded` };
}

async function examineClocks(database: OpenDatabase, signal: AbortSignal): Promise<Said> {
  await mustBeSynchronised(signal);
  const now = new Date().toISOString();
  // A database that is away has a line of its own.
  const source = await database().catch(() => null);
  if (!source) return now;
  const [row] = await source.query<{ now: Date }[]>('SELECT clock_timestamp() AS now');
  const apart = row ? Math.abs(row.now.getTime() - Date.now()) : 0;
  if (apart > APART_MS)
    throw new Trouble({
      fr: `la base de données a ${Math.round(apart / 1000)} s d’écart avec cette machine`,
      en: `the database is ${Math.round(apart / 1000)} s apart from this computer`,
    });
  const until = await new ClockWatch(source).doubtedUntil().catch((error: unknown) => {
    if (isBeforeMigrations(error)) return null;
    throw error;
  });
  if (until)
    throw new Trouble(
      {
        fr: `l’horloge a sauté en avant : rien n’est supprimé pour son âge avant ${until.toISOString()}`,
        en: `the clock jumped ahead: nothing is removed by age before ${until.toISOString()}`,
      },
      'npm run vmm -- clock confirm',
    );
  return now;
}

/** Where nobody keeps the time, or nobody can be asked about it, there is nothing to say. */
async function mustBeSynchronised(signal: AbortSignal): Promise<void> {
  const options = { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' }, timeoutMs: 3_000, signal };
  const answer = await run('timedatectl', ['show', '--property=NTPSynchronized', '--value'], options).catch(
    messageForLog,
  );
  if (answer === 'no')
    throw new Trouble({
      fr: 'personne ne met cette machine à l’heure',
      en: 'nobody sets the time of this computer',
    });
}

/** SQLSTATE: no such table, no such column. */
const isBeforeMigrations = (error: unknown) =>
  ['42P01', '42703'].includes(String((error as { code?: unknown } | null)?.code));
