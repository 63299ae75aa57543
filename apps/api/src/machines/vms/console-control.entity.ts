import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import { VmEntity } from './vm.entity.js';

/** Who has the keyboard and the mouse of a VM's screen, who asks for them, and whether its owner asks for help. */
@Entity('console_controls')
export class ConsoleControlEntity {
  @PrimaryColumn('uuid', { name: 'vm_id', primaryKeyConstraintName: 'PK_console_controls' })
  vmId!: string;

  @ManyToOne(() => VmEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'vm_id', foreignKeyConstraintName: 'FK_console_controls_vm' })
  vm!: Relation<VmEntity>;

  /** Counts while they have a console in control, and for a moment after it was given to them. */
  @Column('uuid', { name: 'holder_id', nullable: true })
  holderId!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'holder_id', foreignKeyConstraintName: 'FK_console_controls_holder' })
  holder!: Relation<UserEntity> | null;

  @Column('timestamptz', { name: 'given_at', nullable: true })
  givenAt!: Date | null;

  @Column('uuid', { name: 'asker_id', nullable: true })
  askerId!: string | null;

  @ManyToOne(() => UserEntity, { onDelete: 'SET NULL', nullable: true })
  @JoinColumn({ name: 'asker_id', foreignKeyConstraintName: 'FK_console_controls_asker' })
  asker!: Relation<UserEntity> | null;

  @Column('timestamptz', { name: 'asked_at', nullable: true })
  askedAt!: Date | null;

  @Column('timestamptz', { name: 'help_asked_at', nullable: true })
  helpAskedAt!: Date | null;
}
