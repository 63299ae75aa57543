import type { VmState } from '@vm-manager/contracts';
import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { UserEntity } from '../../access/identity/user.entity.js';
import { JobEntity } from '../../jobs/job.entity.js';
import type { StoredProblem } from '../../jobs/stored-problem.js';

@Entity('vms')
@Unique('UQ_vms_owner_name', ['ownerId', 'nameKey'])
export class VmEntity {
  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'PK_vms' })
  id!: string;

  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ManyToOne(() => UserEntity, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'owner_id', foreignKeyConstraintName: 'FK_vms_owner' })
  owner!: Relation<UserEntity>;

  @Index('IDX_vms_group')
  @Column('uuid', { name: 'group_id', nullable: true })
  groupId!: string | null;

  /** When the group goes, the VM stays its owner's and is charged to none. */
  @ManyToOne(() => GroupEntity, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'group_id', foreignKeyConstraintName: 'FK_vms_group' })
  group!: Relation<GroupEntity> | null;

  @Column('text')
  name!: string;

  /** The name in lower case: names are unique per owner, ignoring case. In the bin no name at all, so that it is free. */
  @Column('text', { name: 'name_key' })
  nameKey!: string;

  @Column('text', { name: 'template_id' })
  templateId!: string;

  @Column('text')
  state!: VmState;

  /** What is wrong with it, beside its state. */
  @Column('jsonb', { nullable: true })
  problem!: StoredProblem | null;

  /** Made, and left switched off: it counts as running at no time before its first start. */
  @Column('boolean', { name: 'made_off', default: false })
  madeOff!: boolean;

  @Column('integer')
  vcpus!: number;

  @Column('integer', { name: 'memory_mib' })
  memoryMiB!: number;

  /** What is granted and waits for the next start; null when nothing does. */
  @Column('integer', { name: 'next_vcpus', nullable: true })
  nextVcpus!: number | null;

  @Column('integer', { name: 'next_memory_mib', nullable: true })
  nextMemoryMiB!: number | null;

  /** A disk only grows: this is what it has, or gets as soon as that can be done. */
  @Column('integer', { name: 'disk_gib' })
  diskGiB!: number;

  /** What its restore points take on disk, rounded up: counts as disk. */
  @Column('integer', { name: 'points_gib', default: 0 })
  pointsGiB!: number;

  /** The student's account in the guest. */
  @Column('text')
  username!: string;

  @Column('text', { name: 'ip_address', nullable: true })
  ipAddress!: string | null;

  /** When the trial of its system ends, as the system said last; null for one that is on none. */
  @Column('timestamptz', { name: 'evaluation_ends_at', nullable: true })
  evaluationEndsAt!: Date | null;

  /** The host it runs on. */
  @Column('text')
  host!: string;

  /** Its working folder, relative to STUDENT_VMS_DIR. */
  @Column('text')
  folder!: string;

  /** The job that was ordered last. */
  @Column('uuid', { name: 'job_id', nullable: true })
  jobId!: string | null;

  @ManyToOne(() => JobEntity, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'job_id', foreignKeyConstraintName: 'FK_vms_job' })
  job!: Relation<JobEntity> | null;

  /** When it is in the bin: from then on it is deleted for good. In no list, and answered for by the bin alone. */
  @Column('timestamptz', { name: 'gone_at', nullable: true })
  goneAt!: Date | null;

  /** Whether its owner was told that it is about to leave the bin. */
  @Column('boolean', { name: 'bin_warned', default: false })
  binWarned!: boolean;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
