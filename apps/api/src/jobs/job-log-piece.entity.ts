import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A piece of a job's log; `offset` is the length in characters of everything before it. */
@Entity('job_log')
export class JobLogPieceEntity {
  @PrimaryColumn('uuid', { name: 'job_id', primaryKeyConstraintName: 'PK_job_log' })
  jobId!: string;

  @PrimaryColumn('integer', { primaryKeyConstraintName: 'PK_job_log' })
  offset!: number;

  @Column('text')
  text!: string;
}
