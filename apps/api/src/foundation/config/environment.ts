import { isAbsolute, resolve } from 'node:path';
import { SECRET_VARIABLES } from './secrets.js';
import type { Variables } from './variables.js';

/** DI token of `Environment`. */
export const ENVIRONMENT = Symbol('ENVIRONMENT');

export type NetworkMode = { kind: 'nat' } | { kind: 'none' } | { kind: 'bridge'; interface: string };

/** What the rest of the program knows of its environment. Nothing here is secret but `databaseUrl`. */
export type Environment = ReturnType<typeof deriveEnvironment>;

/** How the school's directory is reached and read. */
export type DirectorySettings = NonNullable<Environment['directory']>;

/** Pure: `workingDir` is what relative folders are relative to. */
export function deriveEnvironment(variables: Variables, workingDir: string) {
  return {
    host: variables.HOST,
    port: variables.PORT,
    /** Where it listens when that is a file of this computer. */
    socketPath: isAbsolute(variables.HOST) ? variables.HOST : null,
    publicUrl: publicUrlOf(variables),
    trustedProxies: variables.TRUSTED_PROXIES ?? [],
    timeZone: variables.VMM_TIME_ZONE,
    dataDir: resolve(workingDir, variables.VMM_DATA_DIR),
    studentVmsDir: resolve(workingDir, variables.STUDENT_VMS_DIR),
    /** Where the school's own templates are, beside those that ship. */
    templatesDir: variables.VMM_TEMPLATES_DIR ? resolve(workingDir, variables.VMM_TEMPLATES_DIR) : null,
    /** Whether a box may be fetched from the school's own network. */
    boxUrlPrivate: variables.VMM_BOX_URL_PRIVATE,
    backupDir: variables.VMM_BACKUP_DIR ? resolve(workingDir, variables.VMM_BACKUP_DIR) : null,
    databaseUrl: variables.DATABASE_URL ?? null,
    adapters: variables.VMM_ADAPTERS,
    libvirtUri: variables.LIBVIRT_URI,
    storagePool: variables.VMM_STORAGE_POOL,
    networkMode: networkModeOf(variables.VMM_NETWORK_MODE),
    acceleration: variables.VMM_ACCELERATION,
    jobsPerHost: variables.VMM_JOBS_PER_HOST,
    cpuOvercommit: variables.VMM_CPU_OVERCOMMIT,
    diskOvercommit: variables.VMM_DISK_OVERCOMMIT,
    binDays: variables.VMM_BIN_DAYS,
    restorePoints: variables.VMM_RESTORE_POINTS,
    directory: variables.LDAP_HOST ? directoryOf(variables, variables.LDAP_HOST) : null,
    mail: variables.SMTP_HOST ? mailOf(variables, variables.SMTP_HOST) : null,
    /** The file that takes the first accounts' passwords instead of standard output. */
    firstAccountsFile:
      variables.VMM_FIRST_ACCOUNTS === 'file'
        ? resolve(workingDir, variables.VMM_DATA_DIR, 'first-accounts.txt')
        : null,
    auditDays: variables.VMM_AUDIT_DAYS,
    jobDays: variables.VMM_JOB_DAYS,
    metrics: variables.METRICS_PORT ? { host: variables.METRICS_HOST, port: variables.METRICS_PORT } : null,
    engine: variables.DOCKER_HOST ?? null,
    logLevel: variables.LOG_LEVEL,
    isProduction: variables.NODE_ENV === 'production',
    testKillAt: variables.VMM_TEST_KILL_AT ?? null,
    settings: settingsOf(variables),
  };
}

/** Every variable but the secret ones by its name, as text, to tell whether it has changed. */
function settingsOf(variables: Variables): Record<string, string> {
  const entries = Object.entries(variables)
    .filter(([name, value]) => value !== undefined && !SECRET_VARIABLES.has(name))
    .map(([name, value]) => [name, JSON.stringify(value)] as const);
  return Object.fromEntries(entries);
}

function publicUrlOf({ PUBLIC_URL, DOMAIN_NAME }: Variables): string | null {
  if (PUBLIC_URL) return new URL(PUBLIC_URL).origin;
  return DOMAIN_NAME ? new URL(`https://vm-manager.${DOMAIN_NAME}`).origin : null;
}

function networkModeOf(text: string): NetworkMode {
  if (text === 'nat' || text === 'none') return { kind: text };
  return { kind: 'bridge', interface: text.slice('bridge:'.length) };
}

function directoryOf(variables: Variables, urls: string[]) {
  const base = variables.LDAP_BASE_DN;
  const below = (dn: string) => (dn.toLowerCase().endsWith(base.toLowerCase()) ? dn : `${dn},${base}`);
  return {
    urls,
    baseDn: base,
    userDn: below(variables.LDAP_USER_DN),
    groupDn: below(variables.LDAP_GROUP_DN),
    bindDn: variables.LDAP_BIND_USER_DN ?? null,
    loginAttribute: variables.LDAP_USER_LOGIN_ATTR,
    rdnAttribute: variables.LDAP_USER_RDN_ATTR,
    startTls: variables.LDAP_STARTTLS,
    caFile: variables.LDAP_CA_FILE ?? null,
    checksCertificate: variables.LDAP_TLS_VERIFY,
    syncMinutes: variables.LDAP_SYNC_MINUTES,
    adminGroup: variables.LDAP_ADMIN_GROUP ?? null,
    teacherGroup: variables.LDAP_TEACHER_GROUP ?? null,
    allowedGroup: variables.LDAP_ALLOWED_GROUP ?? null,
    classGroupPattern: variables.LDAP_CLASS_GROUP_PATTERN,
  };
}

/** The sender when none is configured: an account on a mail server is often an address. */
const senderOf = (user = '') => (user.includes('@') ? { name: null, address: user } : null);

function mailOf(variables: Variables, host: string) {
  const usualPort = variables.SMTP_USE_SSL ? 465 : variables.SMTP_USE_TLS ? 587 : 25;
  return {
    host,
    port: variables.SMTP_PORT ?? usualPort,
    user: variables.SMTP_USER ?? null,
    from: variables.SMTP_FROM ?? senderOf(variables.SMTP_USER),
    startTls: variables.SMTP_USE_TLS,
    implicitTls: variables.SMTP_USE_SSL,
    adminAddresses: variables.ADMIN_EMAILS ?? [],
  };
}
