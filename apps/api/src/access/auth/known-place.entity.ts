import {
  Check,
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  Unique,
  type Relation,
} from 'typeorm';
import { UserEntity } from '../identity/user.entity.js';

/** A browser, or a network, from which someone has signed in with the right password. */
@Entity('known_places')
@Unique('UQ_known_places_browser', ['userId', 'browserHash'])
@Unique('UQ_known_places_network', ['userId', 'network'])
@Check('CHK_known_places_one', `("browser_hash" IS NULL) <> ("network" IS NULL)`)
export class KnownPlaceEntity {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'PK_known_places' })
  id!: string;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  @ManyToOne(() => UserEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'FK_known_places_user' })
  user!: Relation<UserEntity>;

  @Column({ name: 'browser_hash', type: 'bytea', nullable: true })
  browserHash!: Buffer | null;

  @Column({ type: 'text', nullable: true })
  network!: string | null;

  @Column({ name: 'last_used_at', type: 'timestamptz' })
  lastUsedAt!: Date;
}
