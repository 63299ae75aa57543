import { TokenScope, type Role } from '@vm-manager/contracts';

const SCOPES: readonly TokenScope[] = TokenScope.options;

/** What a token of this role allows at most: students administer nothing. */
export const HIGHEST_SCOPE: Record<Role, TokenScope> = {
  student: 'operate',
  teacher: 'administer',
  admin: 'administer',
};

/** Each scope allows what those before it allow. */
export const allows = (scope: TokenScope, needed: TokenScope) =>
  SCOPES.indexOf(scope) >= SCOPES.indexOf(needed);

/** What a token allows its owner now: the owner may have become a student since it was made. */
export const scopeFor = (role: Role, scope: TokenScope): TokenScope =>
  allows(HIGHEST_SCOPE[role], scope) ? scope : HIGHEST_SCOPE[role];
