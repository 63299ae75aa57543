import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';

/** Nobody looks on when a box is baked by itself: administrators are told when that fails. */
@Injectable()
export class BakeNotices {
  constructor(
    private readonly notices: NoticeSender,
    @Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'mail'>,
  ) {}

  async tellFailure(tx: EntityManager, templateId: string): Promise<void> {
    const admins = await tx.find(UserEntity, { where: { role: 'admin' }, select: { id: true } });
    const recipients = {
      userIds: admins.map(({ id }) => id),
      addresses: this.environment.mail?.adminAddresses ?? [],
    };
    await this.notices.tell(tx, recipients, {
      kind: 'weekly-bake-failed',
      params: { template: templateId },
      link: '/administration/modeles',
    });
  }
}
