import { Attribute, Change, Client } from 'ldapts';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificates } from './certificates.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

export const BASE = 'dc=lycee,dc=example';
const ROOT = `cn=root,${BASE}`;
const ROOT_PASSWORD = 'root of the test directory';
/** Reads everything but passwords; nobody else reads anything. */
export const SERVICE = { dn: `cn=portail,${BASE}`, password: 'mot de passe du service é' };
const SCHEMAS = '/etc/ldap/schema';

type Entry = Record<string, string | string[]>;

/** A real OpenLDAP server on ports of its own, in a folder of its own. */
export class LdapServer {
  private child: ChildProcess | undefined;

  private constructor(
    readonly folder: string,
    readonly port: number,
    private readonly securePort: number | null,
  ) {}

  static async start({
    certificates,
    port,
    limits = 'size.soft=500 size.hard=500 size.prtotal=unlimited',
  }: { certificates?: Certificates; port?: number; limits?: string } = {}): Promise<LdapServer> {
    const folder = await mkdtemp(join(tmpdir(), 'vmm-slapd-'));
    const server = new LdapServer(folder, port ?? (await freePort()), certificates ? await freePort() : null);
    await mkdir(join(folder, 'db'));
    await writeFile(join(folder, 'ad.schema'), await activeDirectorySchema());
    await writeFile(join(folder, 'slapd.conf'), configuration(folder, limits, certificates));
    try {
      await server.run();
      await server.fill();
      return server;
    } catch (error) {
      await server.dispose();
      throw error;
    }
  }

  get url() {
    return `ldap://127.0.0.1:${this.port}`;
  }

  get secureUrl() {
    return `ldaps://127.0.0.1:${this.securePort}`;
  }

  async run(): Promise<void> {
    const urls = [this.url, ...(this.securePort === null ? [] : [this.secureUrl])].join(' ');
    const child = spawn(
      '/usr/sbin/slapd',
      ['-d', 'none', '-h', urls, '-f', join(this.folder, 'slapd.conf')],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    this.child = child;
    await eventually(
      'slapd answers',
      () => {
        if (child.exitCode !== null) throw new Error(`slapd ended:\n${output}`);
        return this.asRoot(() => Promise.resolve(true)).catch(() => false);
      },
      { seen: () => output },
    );
  }

  /** Connections that are open end, too. */
  async stop(): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'close');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** From now on it accepts and says nothing: the kernel does the accepting. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true });
  }

  add(dn: string, entry: Entry): Promise<void> {
    return this.asRoot((client) => client.add(dn, entry));
  }

  addMany(entries: [dn: string, entry: Entry][]): Promise<void> {
    return this.asRoot(async (client) => {
      for (const [dn, entry] of entries) await client.add(dn, entry);
    });
  }

  remove(dn: string): Promise<void> {
    return this.asRoot((client) => client.del(dn));
  }

  /** A new DN, or a new place; the entry stays itself. */
  rename(dn: string, newDn: string): Promise<void> {
    return this.asRoot((client) => client.modifyDN(dn, newDn));
  }

  change(
    dn: string,
    operation: 'add' | 'delete' | 'replace',
    type: string,
    ...values: string[]
  ): Promise<void> {
    const modification = new Attribute({ type, values });
    return this.asRoot((client) => client.modify(dn, new Change({ operation, modification })));
  }

  private async fill(): Promise<void> {
    await this.addMany([
      [BASE, { objectClass: ['dcObject', 'organization'], dc: 'lycee', o: 'Lycée' }],
      [SERVICE.dn, { objectClass: 'person', cn: 'portail', sn: 'portail', userPassword: SERVICE.password }],
    ]);
  }

  private async asRoot<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ url: this.url, connectTimeout: 2_000, timeout: 10_000 });
    try {
      await client.bind(ROOT, ROOT_PASSWORD);
      return await work(client);
    } finally {
      await client.unbind().catch(() => undefined);
    }
  }
}

function configuration(folder: string, limits: string, certificates?: Certificates): string {
  const schemas = ['core', 'cosine', 'inetorgperson', 'nis'].map(
    (name) => `include ${SCHEMAS}/${name}.schema`,
  );
  const tls = certificates && [
    `TLSCACertificateFile ${certificates.ca}`,
    `TLSCertificateFile ${certificates.certificate}`,
    `TLSCertificateKeyFile ${certificates.key}`,
  ];
  return [
    ...schemas,
    'modulepath /usr/lib/ldap',
    'moduleload back_mdb',
    'moduleload memberof',
    `include ${folder}/ad.schema`,
    ...(tls ?? []),
    'sizelimit 500',
    'database mdb',
    `suffix "${BASE}"`,
    `rootdn "${ROOT}"`,
    `rootpw "${ROOT_PASSWORD}"`,
    `directory ${folder}/db`,
    'maxsize 268435456',
    'dbnosync',
    'index objectClass,uid,member,memberUid,sAMAccountName eq',
    // A service account may read page after page, but not all at once.
    `limits dn.exact="${SERVICE.dn}" ${limits}`,
    'access to attrs=userPassword by anonymous auth by * none',
    `access to * by dn.exact="${SERVICE.dn}" read by users none by anonymous auth`,
    'overlay memberof',
    'memberof-group-oc groupOfNames',
    'memberof-dangling ignore',
    'memberof-refint true',
    'overlay memberof',
    'memberof-group-oc group',
    'memberof-dangling ignore',
    'memberof-refint true',
    '',
  ].join('\n');
}

/**
 * Debian's schema of Active Directory: with the comparisons that it leaves out, without `memberOf`, which is the
 * overlay's, and without what only Microsoft's server fills in.
 */
async function activeDirectorySchema(): Promise<string> {
  const text = await readFile(join(SCHEMAS, 'msuser.schema'), 'utf8');
  return text
    .replace(/attributetype \( MSADat2:102\s[^)]*\)/, '')
    .replace(/\$ memberOf /, '')
    .replace(/MUST \(objectClass \$ instanceType\s+\$ nTSecurityDescriptor \$ objectCategory \) /, '')
    .replace(/MUST \(groupType \) /, '')
    .replace(/(NAME 'user'[^(]*\([^)]*\) STRUCTURAL\s+MAY \()/, '$1sAMAccountName $ ')
    .replace(
      /(NAME '(?:sAMAccountName|userPrincipalName)'\n\s+)(SYNTAX)/g,
      '$1EQUALITY caseIgnoreMatch\n\t$2',
    );
}
