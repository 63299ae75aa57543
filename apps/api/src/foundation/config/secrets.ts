import type { Variables } from './variables.js';

/** Variables whose values are secret: not even their fingerprints are kept. */
export const SECRET_VARIABLES: ReadonlySet<string> = new Set<keyof Variables>([
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'DATABASE_URL',
  'VMM_DEMO_PASSWORD',
  'LDAP_BIND_USER_PASSWORD',
  'SMTP_PASSWORD',
]);

/** DI token of `Secrets`. */
export const SECRETS = Symbol('SECRETS');

/** Values that must never reach a log, a file or an answer. A type of its own, so that few classes are given it. */
export type Secrets = ReturnType<typeof deriveSecrets>;

export function deriveSecrets(variables: Variables) {
  return {
    secretKey: variables.SECRET_KEY ?? null,
    previousSecretKey: variables.SECRET_KEY_PREVIOUS ?? null,
    demoPassword: variables.VMM_DEMO_PASSWORD ?? null,
    directoryPassword: variables.LDAP_BIND_USER_PASSWORD ?? null,
    mailPassword: variables.SMTP_PASSWORD ?? null,
  };
}
