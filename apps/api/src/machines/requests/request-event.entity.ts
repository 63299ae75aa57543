import type { RequestEvent, SetLimits } from '@vm-manager/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { ResourceRequestEntity, type Person } from './resource-request.entity.js';

/** Something that happened to a request. Only ever added to. */
@Entity('request_events')
export class RequestEventEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', primaryKeyConstraintName: 'PK_request_events' })
  id!: string;

  @Index('IDX_request_events_request')
  @Column({ name: 'request_id', type: 'uuid' })
  requestId!: string;

  @ManyToOne(() => ResourceRequestEntity, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'request_id', foreignKeyConstraintName: 'FK_request_events_request' })
  request!: Relation<ResourceRequestEntity>;

  @Column({ type: 'timestamptz' })
  at!: Date;

  /** Null when the portal did it by itself. */
  @Column({ name: 'by_person', type: 'jsonb', nullable: true })
  by!: Person | null;

  @Column({ type: 'text' })
  what!: RequestEvent['what'];

  @Column({ name: 'granted', type: 'jsonb', nullable: true })
  grant!: SetLimits | null;

  @Column({ type: 'timestamptz', nullable: true })
  until!: Date | null;

  @Column({ type: 'text', nullable: true })
  comment!: string | null;
}
