import { BASE, SERVICE, type LdapServer } from './ldap-server.js';
import { Visitor } from './visitor.js';

export const USERS = `ou=users,${BASE}`;
export const GROUPS = `ou=groups,${BASE}`;
export const personDn = (uid: string) => `uid=${uid},${USERS}`;
export const groupDn = (name: string) => `cn=${name},${GROUPS}`;
export const passwordOf = (username: string) => `mot de passe de ${username}`;

/** What the portal is told of an OpenLDAP directory. */
export function openLdap(urls: string): Record<string, string> {
  return {
    LDAP_HOST: urls,
    LDAP_BASE_DN: BASE,
    LDAP_BIND_USER_DN: SERVICE.dn,
    LDAP_BIND_USER_PASSWORD: SERVICE.password,
    LDAP_ADMIN_GROUP: 'admins',
    LDAP_TEACHER_GROUP: groupDn('profs'),
    LDAP_CLASS_GROUP_PATTERN: 'sio*',
  };
}

export function addPerson(
  server: LdapServer,
  uid: string,
  change: Record<string, string | string[]> = {},
): Promise<void> {
  return server.add(personDn(uid), {
    objectClass: ['inetOrgPerson', 'shadowAccount'],
    uid,
    cn: `Prénom ${uid}`,
    sn: uid,
    mail: `${uid}@lycee.example`,
    userPassword: passwordOf(uid),
    ...change,
  });
}

export function addGroup(server: LdapServer, name: string, ...members: string[]): Promise<void> {
  return server.add(groupDn(name), { objectClass: 'groupOfNames', cn: name, member: members });
}

/** Two branches, and a group that everything with members needs. */
export async function openSchool(server: LdapServer): Promise<void> {
  await server.add(USERS, { objectClass: 'organizationalUnit', ou: 'users' });
  await server.add(GROUPS, { objectClass: 'organizationalUnit', ou: 'groups' });
}

export interface SignInAnswer {
  status: number;
  body: Record<string, unknown>;
  cookie: string;
  ms: number;
}

/** What the portal answers to a name and a password. */
export async function tryToSignIn(
  { url }: { url: string },
  username: string,
  password = passwordOf(username),
): Promise<SignInAnswer> {
  const begun = Date.now();
  const answer = await new Visitor(url).send('POST', '/api/auth/login', { username, password });
  const body = (await answer.json()) as Record<string, unknown>;
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { status: answer.status, body, cookie, ms: Date.now() - begun };
}
