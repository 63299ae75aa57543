import type { DirectoryTroubleKind } from '@vm-manager/contracts';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** When all was compared with the directory last, by whichever process. One row; its key is always true. */
@Entity('directory_sync')
@Check('CHK_directory_sync_only_one', '"only_one"')
@Check('CHK_directory_sync_trouble', `"trouble" IN ('limited', 'failed')`)
export class DirectorySyncEntity {
  @PrimaryColumn({
    name: 'only_one',
    type: 'boolean',
    default: true,
    primaryKeyConstraintName: 'PK_directory_sync',
  })
  onlyOne!: boolean;

  @Column({ name: 'started_at', type: 'timestamptz' })
  startedAt!: Date;

  /** When that went through last. */
  @Column({ name: 'compared_at', type: 'timestamptz', nullable: true })
  comparedAt!: Date | null;

  /** Why it does not go through, or not as it should; since when. */
  @Column({ type: 'text', nullable: true })
  trouble!: DirectoryTroubleKind | null;

  @Column({ name: 'trouble_since', type: 'timestamptz', nullable: true })
  troubleSince!: Date | null;

  /** In the server's own words, for the log and administrators. */
  @Column({ name: 'trouble_detail', type: 'text', nullable: true })
  troubleDetail!: string | null;

  /** When administrators were told of this trouble. */
  @Column({ name: 'told_at', type: 'timestamptz', nullable: true })
  toldAt!: Date | null;
}
