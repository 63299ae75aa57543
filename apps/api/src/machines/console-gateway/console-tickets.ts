import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';
import { SKEW_MS } from '../../foundation/database/lately.js';
import { ConsoleTicketEntity } from './console-ticket.entity.js';
import type { ConsoleGrant } from './open-consoles.js';

const LIFETIME = 30_000;

const hashOf = (value: string) => createHash('sha256').update(value).digest();

/** One-time permissions to open a console, redeemed by whichever process the WebSocket reaches. */
@Injectable()
export class ConsoleTickets {
  constructor(
    @InjectRepository(ConsoleTicketEntity) private readonly tickets: Repository<ConsoleTicketEntity>,
  ) {}

  /** A new ticket. Its value is known to the caller only. */
  async issue(
    { userId, sessionId, vmId, mode, kind }: ConsoleGrant,
    now = new Date(),
  ): Promise<{ value: string; expiresAt: Date }> {
    const value = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + LIFETIME);
    await this.tickets.delete({ expiresAt: LessThan(now) });
    await this.tickets.insert({ hash: hashOf(value), userId, sessionId, vmId, mode, kind, expiresAt });
    return { value, expiresAt };
  }

  /** What the ticket allows; null when it is unknown, used or too old. One statement: of two at once, one gets it. */
  async redeem(value: string, now = new Date()): Promise<ConsoleGrant | null> {
    const { raw } = await this.tickets
      .createQueryBuilder()
      .delete()
      .where({ hash: hashOf(value) })
      .returning(['userId', 'sessionId', 'vmId', 'mode', 'kind', 'expiresAt'])
      .execute();
    const [ticket] = raw as TicketRow[];
    const left = ticket ? ticket.expires_at.getTime() - now.getTime() : 0;
    // One that is good for longer was issued while the clock was ahead.
    if (!ticket || left <= 0 || left > LIFETIME + SKEW_MS) return null;
    const { user_id: userId, session_id: sessionId, vm_id: vmId, mode, kind } = ticket;
    return { userId, sessionId, vmId, mode, kind };
  }
}

interface TicketRow {
  user_id: string;
  session_id: string;
  vm_id: string;
  mode: ConsoleGrant['mode'];
  kind: ConsoleGrant['kind'];
  expires_at: Date;
}
