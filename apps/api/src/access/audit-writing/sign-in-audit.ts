import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UserEntity } from '../identity/user.entity.js';
import { AuditWriter } from './audit-writer.js';

/** Records successful and failed sign-ins. */
@Injectable()
export class SignInAudit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditWriter,
  ) {}

  async succeeded({ id, username }: Pick<UserEntity, 'id' | 'username'>, address: string): Promise<void> {
    await this.audit.record(
      this.dataSource.manager,
      { id, username, address },
      { action: 'session.sign-in', object: { id, name: username } },
    );
  }

  /** People sometimes type their password into the field for the name, so the text is kept only when it is an account's name. */
  async failed(typedName: string, address: string, { unknownToo = true } = {}): Promise<void> {
    const { manager } = this.dataSource;
    const account = await manager.findOne(UserEntity, {
      where: { username: typedName },
      select: { id: true, username: true },
    });
    if (!account && !unknownToo) return;
    await this.audit.record(
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
