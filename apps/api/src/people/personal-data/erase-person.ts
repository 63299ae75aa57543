import { randomBytes } from 'node:crypto';
import { Not, type EntityManager } from 'typeorm';
import type { SessionEnds } from '../../access/sessions/session-ends.js';
import type { SignInRule } from '../../access/identity/sign-in-rule.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { lockUntilEnd } from '../../foundation/database/transaction-lock.js';
import { knownTexts } from './known-texts.js';
import { queryAbout, type Person } from './person.js';
import { PERSON_TABLES } from './person-tables.js';
import { pseudonymiseAuditLog } from './pseudonymise-audit-log.js';

/** The person cannot be erased yet; `message` says what is in the way. */
export class CannotErase extends Error {
  override readonly name = 'CannotErase';
}

/** Erases a person; resolves with the alias that replaces them in the audit log. */
export async function erasePerson(
  tx: EntityManager,
  person: Person,
  { ends, rule }: { ends: SessionEnds; rule: SignInRule },
  alias = `effacé-${randomBytes(4).toString('hex')}`,
): Promise<string> {
  // When two administrators are erased or demoted at the same instant, the second must see what happened to the first.
  await lockUntilEnd(tx, 'who-administers');
  // Until the transaction ends, they cannot sign in or get a VM.
  await tx.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [person.id]);
  await checkMayGo(tx, person, rule);
  const sessions = await tx.query<{ id: string }[]>('SELECT id FROM sessions WHERE user_id = $1', [
    person.id,
  ]);
  for (const { id } of sessions) await ends.announce(id, tx);
  const { id, username, email } = person;
  const texts = await knownTexts(tx, person);
  const statements = Object.entries(PERSON_TABLES)
    .filter(([table]) => table !== 'users')
    .flatMap(([, { erase }]) => (erase === 'with-account' ? [] : erase));
  for (const statement of [...statements, ...(PERSON_TABLES['users']?.erase ?? [])])
    await queryAbout(tx, statement, { id, username, email, alias, names: texts.names });
  await pseudonymiseAuditLog(tx, person, texts, alias);
  return alias;
}

async function checkMayGo(tx: EntityManager, { id, username }: Person, rule: SignInRule): Promise<void> {
  const vms = await tx.query<{ name: string; state: string }[]>(
    `SELECT name, CASE WHEN gone_at IS NULL THEN state ELSE 'in the bin' END AS state
       FROM vms WHERE owner_id = $1 ORDER BY name`,
    [id],
  );
  if (vms.length > 0) {
    const list = vms.map(({ name, state }) => `  ${name} (${state})`).join('\n');
    throw new CannotErase(`${username} still has VMs; delete them first, in the portal:\n${list}`);
  }
  const { role } = await tx.findOneByOrFail(UserEntity, { id });
  if (role === 'admin' && !(await tx.existsBy(UserEntity, rule.where({ role, id: Not(id) }))))
    throw new CannotErase(`${username} is the last administrator who can sign in.`);
}
