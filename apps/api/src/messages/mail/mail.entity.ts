import type { Language } from '@vm-manager/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A mail: waiting for the mail server, delivered to it, or given up. */
@Entity('mails')
@Index('IDX_mails_due', ['state', 'nextAttemptAt'])
@Check('CHK_mails_state', `"state" IN ('waiting', 'sent', 'given-up')`)
export class MailEntity {
  /** Also the Message-ID: when a kill between sending and noting leads to a second copy, mail programs recognise it. */
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'PK_mails' })
  id!: string;

  @Column({ name: 'recipient', type: 'text' })
  to!: string;

  @Column({ type: 'text' })
  language!: Language;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'text' })
  text!: string;

  /** A place in the portal, such as `/demandes/1`. */
  @Column({ type: 'text', nullable: true })
  link!: string | null;

  @Column({ type: 'text', default: 'waiting' })
  state!: 'waiting' | 'sent' | 'given-up';

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ name: 'next_attempt_at', type: 'timestamptz' })
  nextAttemptAt!: Date;

  /** What the mail server said, for administrators. */
  @Column({ name: 'last_error', type: 'text', nullable: true })
  lastError!: string | null;

  @Column({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;

  @Column({ name: 'sent_at', type: 'timestamptz', nullable: true })
  sentAt!: Date | null;
}
