import type { EntityManager } from 'typeorm';
import { UsageError } from '../../foundation/command-line/command.js';
import { toUsername, UserEntity } from '../../access/identity/user.entity.js';

/** The person whom an export or an erasure is about. */
export type Person = Pick<UserEntity, 'id' | 'username' | 'displayName' | 'email' | 'role'>;

export async function personCalled(manager: EntityManager, account: string): Promise<Person> {
  const person = await manager.findOneBy(UserEntity, { username: toUsername(account) });
  if (!person) throw new UsageError(`There is no account "${account}".`);
  return person;
}

/** Runs a query with named parameters, of which it need not use all. */
export async function queryAbout<Row extends object>(
  manager: EntityManager,
  sql: string,
  named: Record<string, string | readonly string[] | null>,
): Promise<Row[]> {
  const used: string[] = [];
  const numbered = sql.replace(/(?<!:):(\w+)\b/g, (_, name: string) => {
    if (!used.includes(name)) used.push(name);
    // Otherwise PostgreSQL would derive the parameter's type from its first use.
    const type = name === 'id' ? 'uuid' : Array.isArray(named[name]) ? 'text[]' : 'text';
    return `CAST($${used.indexOf(name) + 1} AS ${type})`;
  });
  const result: unknown = await manager.query(
    numbered,
    used.map((name) => named[name] ?? null),
  );
  // For statements that change rows the driver returns the rows and their number.
  return Array.isArray(result) ? (result as Row[]) : [];
}
