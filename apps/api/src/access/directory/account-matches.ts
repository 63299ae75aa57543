import type { UserEntity } from '../identity/user.entity.js';
import { isSomeoneElse } from './directory-id.js';
import type { DirectoryAccount } from './directory.js';

/** So many at once are never given away: a directory was restored without its identifiers, or it is another one. */
const OTHERS_AT_MOST = 5;

type Known = Pick<UserEntity, 'username' | 'directoryId'>;

/** Which of the directory's accounts is whose here: by the identifier, by the login where we know none yet. */
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

  /** Null for who has left; `unclear` where several entries have one login: that is for the directory to mend. */
  of(user: Known): DirectoryAccount | 'unclear' | null {
    const named = this.byName.get(user.username) ?? [];
    const account = (user.directoryId !== null && this.byId.get(user.directoryId)) || named[0];
    if (!account) return null;
    if ((this.byName.get(account.username) ?? []).length > 1) return 'unclear';
    return this.isOfAnother(user, account) ? null : account;
  }

  /** Rights taken from the service account, a wrong base, another directory: then nobody has left. */
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
