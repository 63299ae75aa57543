import type { Variables } from './variables.js';

/** DI token of `Secrets`. */
export const SECRETS = Symbol('SECRETS');

/** What must never reach a log, a file or an answer; kept apart so that few have it in hand. */
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
