import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A piece of a job's log; `offset` is the length in characters of everything before it. */
@Entity('job_log')
export class JobLogPieceEntity {
  @PrimaryColumn('uuid', { name: 'job_id', primaryKeyConstraintName: 'job_log_pkey' })
  jobId!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'job_log_pkey' })
  offset!: number;

  @Column('text')
  text!: string;
}
