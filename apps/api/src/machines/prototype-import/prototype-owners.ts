import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DirectoryRecords } from '../../access/directory/directory-records.js';
import { Directory, type DirectoryAccount } from '../../access/directory/directory.js';
import { GroupMemberEntity } from '../../access/identity/group-member.entity.js';
import { toUsername, UserEntity } from '../../access/identity/user.entity.js';

const WITHIN_MS = 20_000;

/** Whose a machine becomes. */
export interface Owner {
  /** Null for somebody of the directory who has never signed in here. */
  id: string | null;
  username: string;
  /** The only class that they are a student of; charged to none where there are several. */
  groupId: string | null;
}

/** Finds the people after whom the prototype named its folders. */
@Injectable()
export class PrototypeOwners {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(Directory) private readonly directory: Directory | null,
    private readonly records: DirectoryRecords,
  ) {}

  /** Null for a name that neither the portal nor the directory knows. Nobody is added. */
  async find(folderName: string): Promise<Owner | null> {
    const username = toUsername(folderName);
    const known = await this.dataSource.getRepository(UserEntity).findOneBy({ username });
    if (known) return this.toOwner(known);
    return (await this.inDirectory(username)) && { id: null, username, groupId: null };
  }

  /** As `find`; somebody of the directory is from now on known here, as after a first sign-in. */
  async take(owner: Owner): Promise<Owner & { id: string }> {
    if (owner.id !== null) return { ...owner, id: owner.id };
    const account = await this.inDirectory(owner.username);
    const entered = account && (await this.records.enter(account));
    if (!entered) throw new Error(`The directory does not know ${owner.username} any more.`);
    return this.toOwner(entered);
  }

  private async inDirectory(username: string): Promise<DirectoryAccount | null> {
    const known = { username, directoryId: null };
    return (await this.directory?.lookUp(known, AbortSignal.timeout(WITHIN_MS))) ?? null;
  }

  private async toOwner({ id, username }: UserEntity): Promise<Owner & { id: string }> {
    const classes = await this.dataSource
      .getRepository(GroupMemberEntity)
      .findBy({ userId: id, teaches: false });
    return { id, username, groupId: classes.length === 1 ? (classes[0]?.groupId ?? null) : null };
  }
}
