import type { ConsoleKind, ConsoleMode } from '@vm-manager/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import { VmEntity } from './vm.entity.js';

/** Whoever was not seen for so long left with their process. */
export const FORGOTTEN_AFTER_MS = 60_000;

/**
 * An open console, or somebody who watches by one picture after the other. Its process confirms it again and again,
 * as a process may be killed without saying that it ended.
 */
@Entity('console_viewers')
export class ConsoleViewerEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_console_viewers' })
  id!: string;

  @Index('IDX_console_viewers_vm')
  @Column('uuid', { name: 'vm_id' })
  vmId!: string;

  @ManyToOne(() => VmEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'vm_id', foreignKeyConstraintName: 'FK_console_viewers_vm' })
  vm!: Relation<VmEntity>;

  @Index('IDX_console_viewers_user')
  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_console_viewers_user' })
  user!: Relation<UserEntity>;

  @Column('text')
  mode!: ConsoleMode;

  @Column('text', { default: 'screen' })
  kind!: ConsoleKind;

  @Column('boolean', { name: 'by_pictures', default: false })
  byPictures!: boolean;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date;
}
