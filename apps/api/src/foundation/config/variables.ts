import { isIP } from 'node:net';
import * as z from 'zod';

const HOST_NAME =
  /^(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\.?$/;

const noUnderscore = 'no "_" in a host name: no certificate authority signs it';
const words = z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean));
const flag = z.stringbool();
const port = (min: number) => z.coerce.number<string>().int().min(min).max(65535);

const domainName = z
  .string()
  .refine((name) => !name.includes('_'), { error: noUnderscore, abort: true })
  .regex(HOST_NAME, 'a domain name such as iris.example')
  // An address, or a mistaken "xn--" name, has no host below it.
  .refine((name) => URL.canParse(`https://vm-manager.${name}`), 'a domain name such as iris.example');

/** An address or a name, which containers may have with underscores; whether it exists shows when mail is sent. */
const serverName = z
  .string()
  .refine(
    (name) => isIP(name) !== 0 || (HOST_NAME.test(name.replaceAll('_', '-')) && !/^[\d.]+$/.test(name)),
    'a host name or an address, such as smtp.iris.example, without a port',
  );

const publicUrl = z
  .url({ protocol: /^https?$/, error: 'an address such as https://vm-manager.iris.example', abort: true })
  .refine((url) => !new URL(url).hostname.includes('_'), noUnderscore)
  .refine((url) => new URL(url).pathname === '/' && !/[?#@]/.test(url), 'only scheme, host and port');

/** `nat`, `none` or `bridge:<interface>`; an interface name has at most 15 characters on Linux. */
const networkMode = z
  .string()
  .regex(/^(nat|none|bridge:[A-Za-z0-9][A-Za-z0-9_.-]{0,14})$/, 'nat, none or bridge:<interface>');

const proxies = words.refine(
  (list) => list.every(isNetwork),
  'addresses or networks, such as 10.0.0.2 or 10.0.0.0/24',
);

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || address.includes('%') || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32));
}

const directories = words.pipe(
  z
    .array(z.url({ protocol: /^ldaps?$/, error: 'ldap:// or ldaps:// addresses, separated by spaces' }))
    .min(1),
);

const timeZone = z.string().refine((name) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}, 'a time zone, such as Europe/Paris');

const days = z.coerce.number<string>().int().min(1).max(36_500);

const ldapAttribute = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of an attribute, such as uid or sAMAccountName');

/** `noreply@school.example`, `VM Manager <noreply@school.example>`, `"Lycée, salle 2" <…>`. */
const mailSender = z.string().transform((text, context) => {
  const [, quoted, bare = '', inBrackets] =
    /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<>"]*?))\s*<\s*([^<>\s]+)\s*>\s*$/.exec(text) ?? [];
  const name = (quoted?.replace(/\\(.)/g, '$1') ?? bare).trim();
  const address = inBrackets ?? text.trim();
  if (/^[^\s@<>()[\],;:"\\]+@[^\s@<>()[\],;:"\\]+$/.test(address) && !/\p{Cc}/u.test(name))
    return { name: name === '' ? null : name, address };
  context.addIssue({
    code: 'custom',
    message: 'one address, or a name and an address: VM Manager <noreply@school.example>',
  });
  return z.NEVER;
});

/** Everything that the environment or `.env` may say. An empty value counts as unset. */
export const Variables = z
  .object({
    HOST: z
      .string()
      .default('127.0.0.1')
      .describe(
        'Address on which portal and API listen, or the path of a Unix socket, where whoever calls is a trusted proxy.',
      ),
    PORT: port(0)
      .prefault('3000')
      .describe('Port on which portal and API listen; of no account on a Unix socket.'),
    DOMAIN_NAME: domainName
      .optional()
      .describe('Parent domain; the portal is then at https://vm-manager.${DOMAIN_NAME}.'),
    PUBLIC_URL: publicUrl
      .optional()
      .describe('Where browsers find the portal, when it is not what DOMAIN_NAME says.'),
    TRUSTED_PROXIES: proxies
      .optional()
      .describe('Proxies whose forwarded headers count: addresses or networks.'),

    SECRET_KEY: z
      .string()
      .optional()
      .describe('Root of all derived keys, 32 characters or more; made once in the data folder when unset.'),
    SECRET_KEY_PREVIOUS: z
      .string()
      .optional()
      .describe('The key before this one: still opens what it sealed.'),

    DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/, error: 'postgres://user:password@host/database' })
      .optional()
      .describe('PostgreSQL server; the embedded one when unset.'),
    VMM_TIME_ZONE: timeZone
      .default('Europe/Paris')
      .describe('Time zone of the school: its days and the end dates of what is granted.'),
    VMM_DATA_DIR: z.string().default('var').describe('Folder of the embedded database, keys and boxes.'),
    STUDENT_VMS_DIR: z.string().default('student_vms').describe("Folder of the VMs' own folders."),
    VMM_TEMPLATES_DIR: z
      .string()
      .optional()
      .describe("Folder of the school's own templates, beside those that ship (docs/fr/modeles.md)."),
    VMM_BACKUP_DIR: z
      .string()
      .optional()
      .describe('Folder of backups, outside the data folder; where the portal finds machines to give back.'),

    VMM_BOX_URL_PRIVATE: flag
      .prefault('false')
      .describe('Whether boxes may be imported from addresses of the internal network.'),

    VMM_ADAPTERS: z
      .enum(['real', 'fake'])
      .default('real')
      .describe('fake: no libvirt, no Vagrant, pretended VMs.'),
    LIBVIRT_URI: z
      .string()
      .refine((uri) => URL.canParse(uri), "libvirt's address: qemu:///system")
      .default('qemu:///system')
      .describe('Where libvirt is.'),
    VMM_STORAGE_POOL: z
      .string()
      .regex(/^[A-Za-z0-9_.-]+$/)
      .default('default')
      .describe("libvirt's storage pool for disks."),
    VMM_NETWORK_MODE: networkMode
      .default('nat')
      .describe("The owners' networks: nat, none or bridge:<interface>."),
    VMM_ACCELERATION: z
      .enum(['auto', 'kvm', 'tcg'])
      .default('auto')
      .describe('auto tries KVM out, tcg emulates.'),
    VMM_JOBS_PER_HOST: z.coerce
      .number<string>()
      .int()
      .min(1)
      .max(64)
      .prefault('2')
      .describe('Jobs that run at the same time on one host.'),
    VMM_CPU_OVERCOMMIT: z.coerce
      .number<string>()
      .min(1)
      .prefault('8')
      .describe('Running vCPUs per core of a host.'),
    VMM_DISK_OVERCOMMIT: z.coerce
      .number<string>()
      .min(1)
      .prefault('2')
      .describe('Promised disk per free disk of a host.'),
    VMM_BIN_DAYS: z.coerce
      .number<string>()
      .int()
      .min(0)
      .max(365)
      .prefault('7')
      .describe('Days that a deleted VM waits in the bin before it is gone for good; 0: there is no bin.'),
    VMM_RESTORE_POINTS: z.coerce
      .number<string>()
      .int()
      .min(0)
      .max(50)
      .prefault('5')
      .describe('Restore points of a VM, besides the one that is made by itself after its creation.'),

    VMM_AUDIT_DAYS: days.prefault('365').describe('Days after which lines of the audit log are removed.'),
    VMM_JOB_DAYS: days
      .prefault('90')
      .describe("Days after which finished jobs are removed with their logs; each VM's last one stays."),

    VMM_DEMO_PASSWORD: z
      .string()
      .min(1)
      .optional()
      .describe('Password of the first accounts; random and told once when unset.'),
    VMM_FIRST_ACCOUNTS: z
      .enum(['print', 'file'])
      .default('print')
      .describe(
        'file: their passwords go to first-accounts.txt in the data folder, where output is kept in a log.',
      ),

    LDAP_HOST: directories
      .optional()
      .describe('ldap:// or ldaps:// addresses, separated by spaces; no directory when unset.'),
    LDAP_BASE_DN: z.string().default('dc=example,dc=com').describe('Where the directory begins for us.'),
    LDAP_USER_DN: z
      .string()
      .default('ou=users')
      .describe('Accounts; relative to the base unless it ends in it.'),
    LDAP_GROUP_DN: z
      .string()
      .default('ou=groups')
      .describe('Groups; relative to the base unless it ends in it.'),
    LDAP_BIND_USER_DN: z
      .string()
      .optional()
      .describe('Service account that searches, full DN; anonymous when unset.'),
    LDAP_BIND_USER_PASSWORD: z.string().optional().describe('Its password.'),
    LDAP_USER_LOGIN_ATTR: ldapAttribute
      .default('uid')
      .describe('Attribute typed at sign-in; sAMAccountName for Active Directory.'),
    LDAP_USER_RDN_ATTR: ldapAttribute
      .default('uid')
      .describe("Attribute that begins an account's DN; posixGroups name their members by it."),
    LDAP_STARTTLS: flag.prefault('false').describe('TLS on the ldap:// port.'),
    LDAP_CA_FILE: z
      .string()
      .optional()
      .describe("Certificate authority of the directory; the system's when unset."),
    LDAP_TLS_VERIFY: flag
      .prefault('true')
      .describe("Whether the directory's certificate is checked; false only to find a fault."),
    LDAP_SYNC_MINUTES: z.coerce
      .number<string>()
      .min(0)
      .max(1440)
      .prefault('15')
      .describe('How often known accounts and classes are compared with the directory; 0: at sign-in only.'),
    LDAP_ADMIN_GROUP: z.string().optional().describe('Group of administrators, name or DN.'),
    LDAP_TEACHER_GROUP: z.string().optional().describe('Group of teachers, name or DN.'),
    LDAP_ALLOWED_GROUP: z.string().optional().describe('Only its members may sign in, name or DN.'),
    LDAP_CLASS_GROUP_PATTERN: z
      .string()
      .default('*')
      .describe('Which groups are classes, by name; * stands for any text, ? for one character.'),

    SMTP_HOST: serverName.optional().describe('Mail server; no mail when unset.'),
    SMTP_PORT: port(1)
      .optional()
      .describe('Its port: 465 with SMTP_USE_SSL, 587 with SMTP_USE_TLS, else 25.'),
    SMTP_USER: z.string().optional().describe('Account on the mail server.'),
    SMTP_PASSWORD: z.string().optional().describe('Its password.'),
    SMTP_FROM: mailSender.optional().describe('Sender of our mails: an address, or a name and <address>.'),
    SMTP_USE_TLS: flag.prefault('false').describe('STARTTLS.'),
    SMTP_USE_SSL: flag.prefault('false').describe('Implicit TLS.'),
    ADMIN_EMAILS: words
      .pipe(z.array(z.email()))
      .optional()
      .describe('Who is mailed the requests that no teacher decides, separated by commas.'),

    METRICS_PORT: port(1)
      .optional()
      .describe('Port of its own for GET /metrics (Prometheus), one process each; no metrics when unset.'),
    METRICS_HOST: z.string().default('127.0.0.1').describe('Address on which the metrics are served.'),

    DOCKER_HOST: z
      .url({ protocol: /^(unix|tcp|http)$/, hostname: /.*/, error: 'unix:///path or tcp://host:port' })
      .optional()
      .describe(
        'Container engine whose containers of VM Manager administrators see; only read. systemd’s journal when unset.',
      ),

    LOG_LEVEL: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
      .default('info')
      .describe('How much is logged.'),
    NODE_ENV: z
      .enum(['production', 'development', 'test'])
      .default('development')
      .describe('production refuses what only tests may do.'),
    VMM_TEST_KILL_AT: z
      .string()
      .optional()
      .describe('Tests only: name of the step at which the process kills itself.'),
  })
  .superRefine((variables, context) => {
    const refuse = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (variables.NODE_ENV === 'production' && variables.VMM_TEST_KILL_AT)
      refuse('VMM_TEST_KILL_AT', 'never in production');
    if (variables.METRICS_PORT === variables.PORT && variables.METRICS_HOST === variables.HOST)
      refuse('METRICS_PORT', 'a port of its own: PORT is the portal’s');
    if (variables.SMTP_USE_TLS && variables.SMTP_USE_SSL)
      refuse('SMTP_USE_SSL', 'either SMTP_USE_TLS or SMTP_USE_SSL');
    if (variables.LDAP_STARTTLS && variables.LDAP_HOST?.some((url) => url.startsWith('ldaps:')))
      refuse('LDAP_STARTTLS', 'for ldap:// addresses only: ldaps:// is TLS already');
    if (variables.LDAP_BIND_USER_DN && !variables.LDAP_BIND_USER_PASSWORD)
      refuse('LDAP_BIND_USER_PASSWORD', 'needed with LDAP_BIND_USER_DN: without it the bind is anonymous');
  });
export type Variables = z.infer<typeof Variables>;
