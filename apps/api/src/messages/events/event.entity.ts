import type { EventKind } from '@vm-manager/contracts';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Says that something changed, for the event streams of all processes. Its present state is read when the event is sent. */
@Entity('events')
export class EventEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'PK_events' })
  id!: string;

  @Column('text')
  kind!: EventKind;

  @Column('uuid', { name: 'subject_id' })
  subjectId!: string;

  /** Whose it is; null when it is a group's or nobody's. */
  @Column('uuid', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  /** The group whose teachers it is for, when it has no owner. */
  @Column('uuid', { name: 'group_id', nullable: true })
  groupId!: string | null;

  /** Only what cannot be read again later, such as a piece of a log. */
  @Column('jsonb', { nullable: true })
  body!: object | null;

  @Index('IDX_events_created_at')
  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}
