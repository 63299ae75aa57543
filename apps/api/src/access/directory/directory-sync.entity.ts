import type { DirectoryTroubleKind } from '@vm-manager/contracts';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The last comparison with the directory, by any process. One row; its key is always true. */
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

  /** When a comparison last succeeded. */
  @Column({ name: 'compared_at', type: 'timestamptz', nullable: true })
  comparedAt!: Date | null;

  /** What is wrong with it; since when is beside. */
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
