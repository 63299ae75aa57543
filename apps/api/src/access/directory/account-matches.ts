import type { UserEntity } from '../identity/user.entity.js';
import { isSomeoneElse } from './directory-id.js';
import type { DirectoryAccount } from './directory.js';

/**
 * When more logins than this seem to belong to other people now, the directory was restored without its identifiers, or is
 * another one.
 */
const OTHERS_AT_MOST = 5;

type Known = Pick<UserEntity, 'username' | 'directoryId'>;

/** Finds the directory's account for each of ours: by the identifier, or by the login where we have no identifier yet. */
export class AccountMatches {
  private readonly byId: ReadonlyMap<string, DirectoryAccount>;
  private readonly byName: ReadonlyMap<string, DirectoryAccount[]>;
  private readonly knownIds: ReadonlySet<string | null>;

  constructor(
    private readonly users: readonly Known[],
    accounts: readonly DirectoryAccount[],
  ) {
    this.byId = new Map(accounts.flatMap((account) => account.ids.map((id) => [id, account] as const)));
    this.byName = Map.groupBy(accounts, ({ username }) => username);
    this.knownIds = new Set(users.map(({ directoryId }) => directoryId));
  }

  /** Null for an account that has left; `unclear` while several entries have the same login. */
  of(user: Known): DirectoryAccount | 'unclear' | null {
    const named = this.byName.get(user.username) ?? [];
    const account = (user.directoryId !== null && this.byId.get(user.directoryId)) || named[0];
    if (!account) return null;
    if ((this.byName.get(account.username) ?? []).length > 1) return 'unclear';
    return this.isOfAnother(user, account) ? null : account;
  }

  /**
   * Rejects answers that a mistake explains better: the service account lost its rights, the base is wrong, it is another
   * directory.
   */
  throwUnlessBelievable(): void {
    const { users } = this;
    if (users.length > 0 && users.every((user) => this.of(user) === null && !this.byName.has(user.username)))
      throw new Error('none of the known accounts is in the answer, which is therefore not believed');
    const others = users.filter((user) => this.of(user) === null && this.byName.has(user.username));
    if (others.length > OTHERS_AT_MOST && others.length > users.length / 2)
      throw new Error(
        `${others.length} of ${users.length} known accounts would be somebody else’s: the identifiers are not believed`,
      );
  }

  private isOfAnother(user: Known, account: DirectoryAccount): boolean {
    if (isSomeoneElse(user, account)) return true;
    return user.directoryId === null && account.ids.some((id) => this.knownIds.has(id));
  }
}
