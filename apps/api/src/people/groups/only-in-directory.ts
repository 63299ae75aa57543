import { Injectable } from '@nestjs/common';
import { In, type EntityManager } from 'typeorm';
import { DirectoryLogins } from '../../access/directory/directory-logins.js';
import type { Actor } from '../../access/identity/actor.js';
import { reachOf } from '../../access/identity/permissions.js';
import { UserEntity } from '../../access/identity/user.entity.js';

/** Finds people who are in the directory but have never signed in here. */
@Injectable()
export class OnlyInDirectory {
  constructor(private readonly directory: DirectoryLogins) {}

  /** Empty for teachers, who may not ask the directory, and while it is away: such names are refused anyway. */
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
