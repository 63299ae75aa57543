import type { ConsoleKind, ConsoleMode } from '@vm-manager/contracts';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * Permission to open one console once. Known by the hash only: who reads the table cannot use it. No foreign keys,
 * because a row lives for seconds and everything it names is checked again when it is redeemed.
 */
@Entity('console_tickets')
export class ConsoleTicketEntity {
  @PrimaryColumn({ type: 'bytea', primaryKeyConstraintName: 'PK_console_tickets' })
  hash!: Buffer;

  @Column({ name: 'user_id', type: 'uuid' })
  userId!: string;

  @Column({ name: 'session_id', type: 'uuid' })
  sessionId!: string;

  @Column({ name: 'vm_id', type: 'uuid' })
  vmId!: string;

  @Column({ type: 'text' })
  mode!: ConsoleMode;

  @Column({ type: 'text', default: 'screen' })
  kind!: ConsoleKind;

  @Index('IDX_console_tickets_expires_at')
  @Column({ name: 'expires_at', type: 'timestamptz' })
  expiresAt!: Date;
}
