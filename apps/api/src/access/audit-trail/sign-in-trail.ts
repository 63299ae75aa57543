import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UserEntity } from '../identity/user.entity.js';
import { AuditTrail } from './audit-trail.js';

/** Who came in and who did not. */
@Injectable()
export class SignInTrail {
  constructor(
    private readonly dataSource: DataSource,
    private readonly trail: AuditTrail,
  ) {}

  async succeeded({ id, username }: Pick<UserEntity, 'id' | 'username'>, address: string): Promise<void> {
    await this.trail.record(
      this.dataSource.manager,
      { id, username, address },
      { action: 'session.sign-in', object: { id, name: username } },
    );
  }

  /** People type passwords where the name belongs: what was typed is kept only when it is an account's name. */
  async failed(typedName: string, address: string, { unknownToo = true } = {}): Promise<void> {
    const { manager } = this.dataSource;
    const account = await manager.findOne(UserEntity, {
      where: { username: typedName },
      select: { id: true, username: true },
    });
    if (!account && !unknownToo) return;
    await this.trail.record(
      manager,
      { id: null, username: account?.username ?? null, address },
      {
        action: 'session.sign-in',
        outcome: 'refused',
        ...(account
          ? { object: { id: account.id, name: account.username } }
          : { details: { account: 'unknown' } }),
      },
    );
  }
}
