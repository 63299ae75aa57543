import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DirectoryState } from '../../access/directory/directory-state.js';
import { SignInRule } from '../../access/identity/sign-in-rule.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { NoticeSender } from './notice-sender.js';

/** Tells administrators when the comparison with the directory fails, so that accounts of people who left stay open. */
@Injectable()
export class DirectoryNotices implements OnModuleInit {
  constructor(
    private readonly state: DirectoryState,
    private readonly notices: NoticeSender,
    private readonly rule: SignInRule,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  onModuleInit(): void {
    this.state.onTrouble(async (tx, trouble) => {
      const administrators = await tx.findBy(UserEntity, this.rule.where({ role: 'admin' }));
      const userIds = administrators.map(({ id }) => id);
      const addresses = this.environment.mail?.adminAddresses ?? [];
      const notice = { kind: `directory-${trouble}` as const, params: {}, link: '/administration/comptes' };
      await this.notices.tell(tx, { userIds, addresses }, notice);
      return userIds.length > 0;
    });
  }
}
