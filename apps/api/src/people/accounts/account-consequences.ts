import { Injectable } from '@nestjs/common';
import type { AuditAction } from '@vm-manager/contracts';
import type { EntityManager } from 'typeorm';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import type { Actor } from '../../access/identity/actor.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import { KnownPlaces } from '../../access/auth/known-places.js';
import { RightsChanges } from '../../access/sessions/rights-changes.js';
import { Sessions } from '../../access/sessions/sessions.js';
import { SignInThrottle } from '../../access/auth/sign-in-throttle.js';
import type { UserEntity } from '../../access/identity/user.entity.js';
import type { AccountColumns } from './account-update.js';

/** Consequences of a changed account, in the same transaction: sessions end, the audit log and the person are told. */
@Injectable()
export class AccountConsequences {
  constructor(
    private readonly sessions: Sessions,
    private readonly rights: RightsChanges,
    private readonly throttle: SignInThrottle,
    private readonly places: KnownPlaces,
    private readonly notices: NoticeSender,
    private readonly audit: AuditWriter,
  ) {}

  /** `before` is the account as it was. */
  async apply(tx: EntityManager, actor: Actor, before: UserEntity, changes: AccountColumns): Promise<void> {
    const { id, username } = before;
    if (changes.disabledAt) await this.sessions.endAllOf(id, { tx, tokens: 'end' });
    else if (changes.role !== undefined) await this.sessions.endAllOf(id, { tx });
    // Somebody else may know the old password, so access tokens end as well.
    else if (changes.passwordHash !== undefined) await this.sessions.endAllOf(id, { tx, tokens: 'end' });
    if (changes.role !== undefined || changes.disabledAt !== undefined) await this.rights.announce(id, tx);
    if (changes.passwordHash !== undefined) {
      await this.places.forget(id, tx);
      await this.throttle.forgive(username, tx);
      const notice = { kind: 'account-password', params: { person: actor.displayName } } as const;
      await this.notices.tell(tx, { userIds: [id] }, { ...notice, link: '/compte' });
    }
    for (const [action, details] of recordsOf(before, changes))
      await this.audit.record(tx, actor, { action, object: { id, name: username }, ownerId: id, details });
  }
}

/** The lines of the audit log that a change makes. A password is not among their details. */
function recordsOf(
  before: UserEntity,
  { displayName, email, role, roleSetByHand, disabledAt, passwordHash }: AccountColumns,
): [AuditAction, Record<string, unknown>][] {
  const records: [AuditAction, Record<string, unknown>][] = [];
  const texts = {
    ...(displayName === undefined ? {} : { displayName: { from: before.displayName, to: displayName } }),
    ...(email === undefined ? {} : { email: { from: before.email, to: email } }),
  };
  if (Object.keys(texts).length > 0) records.push(['account.update', texts]);
  if (role !== undefined || roleSetByHand !== undefined)
    records.push([
      'account.role',
      {
        from: before.role,
        to: role ?? before.role,
        byHand: roleSetByHand ?? before.roleSetByHand,
      },
    ]);
  if (disabledAt !== undefined) records.push([disabledAt ? 'account.disable' : 'account.enable', {}]);
  if (passwordHash !== undefined) records.push(['account.password', {}]);
  return records;
}
