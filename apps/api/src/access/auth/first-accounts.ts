import { Inject, Injectable } from '@nestjs/common';
import type { Role } from '@vm-manager/contracts';
import { DataSource, type EntityManager } from 'typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { SECRETS, type Secrets } from '../../foundation/config/secrets.js';
import { GroupMemberEntity } from '../identity/group-member.entity.js';
import { GroupEntity } from '../identity/group.entity.js';
import { Passwords, randomPassword } from '../passwords/passwords.js';
import { UserEntity } from '../identity/user.entity.js';

interface FirstAccount {
  username: string;
  displayName: string;
  role: Role;
}
export interface Credentials {
  username: string;
  /** Null when it is the one of VMM_DEMO_PASSWORD, which its owner knows. */
  password: string | null;
}

const ADMIN: FirstAccount = { username: 'admin', displayName: 'Administration', role: 'admin' };
const DEMO: FirstAccount[] = [
  { username: 'prof', displayName: 'Prof de démonstration', role: 'teacher' },
  { username: 'alice', displayName: 'Alice', role: 'student' },
  { username: 'bob', displayName: 'Bob', role: 'student' },
];
const ANY_LOCK = 7_204_311_510;

/** Makes the first accounts of an installation. */
@Injectable()
export class FirstAccounts {
  constructor(
    private readonly dataSource: DataSource,
    private readonly passwords: Passwords,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
    @Inject(SECRETS) private readonly secrets: Secrets,
  ) {}

  /**
   * Makes them when there are none. They exist only once `show` has resolved: a process that is killed before leaves
   * no account whose password nobody knows.
   */
  async make(show: (created: Credentials[]) => Promise<void>): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      // Of two processes that start at once, the second finds the accounts of the first.
      await tx.query('SELECT pg_advisory_xact_lock($1)', [ANY_LOCK]);
      if (!(await tx.exists(UserEntity))) await show(await this.create(tx));
    });
  }

  private async create(tx: EntityManager): Promise<Credentials[]> {
    const accounts = this.environment.directory ? [ADMIN] : [ADMIN, ...DEMO];
    const demo = this.environment.directory ? null : await tx.save(GroupEntity, { name: 'demo' });
    const credentials: Credentials[] = [];
    for (const account of accounts) {
      const chosen = this.chosenPasswordOf(account);
      const password = chosen ?? randomPassword();
      const passwordHash = await this.passwords.hash(password, 'first accounts');
      const user = await tx.save(UserEntity, { ...account, source: 'local', passwordHash });
      if (demo && account.role !== 'admin') {
        const teaches = account.role === 'teacher';
        await tx.insert(GroupMemberEntity, { groupId: demo.id, userId: user.id, teaches });
      }
      credentials.push({ username: account.username, password: chosen === null ? password : null });
    }
    return credentials;
  }

  /** In production, a password that stands in a file is for the administrator only. */
  private chosenPasswordOf({ role }: FirstAccount): string | null {
    return role === 'admin' || !this.environment.isProduction ? this.secrets.demoPassword : null;
  }
}
