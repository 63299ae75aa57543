import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { DirectoryLogins } from '../../access/directory/directory-logins.js';
import type { Actor } from '../../access/identity/actor.js';
import { reachOf } from '../../access/identity/permissions.js';
import { UserEntity } from '../../access/identity/user.entity.js';

/** Which of these people have no account here and will have one, as the directory knows them. */
@Injectable()
export class OnlyInDirectory {
  constructor(private readonly directory: DirectoryLogins) {}

  /** Nobody for teachers, to whom the directory is not shown; nobody while it is away, as such names are refused anyway. */
  async among(tx: EntityManager, actor: Actor, usernames: readonly string[]): Promise<ReadonlySet<string>> {
    if (reachOf(actor, 'manage-members') !== 'all') return new Set();
    const users = await tx.find(UserEntity, {
      where: { username: In([...usernames]) },
      select: { id: true, username: true },
    });
    const known = new Set(users.map(({ username }) => username));
    const unknown = [...new Set(usernames)].filter((username) => username !== '' && !known.has(username));
    return this.directory.among(unknown).catch(() => new Set<string>());
  }
}
