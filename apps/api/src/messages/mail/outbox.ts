import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import * as z from 'zod';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Notifications } from '../../foundation/database/notifications.js';
import { MailEntity } from './mail.entity.js';

export const MAIL_CHANNEL = 'vmm_mail';

export type Letter = Pick<MailEntity, 'to' | 'language' | 'subject' | 'text' | 'link'>;

/**
 * Mails that wait for the mail server. They are added in the transaction of the event that they report, so that nothing
 * waits for the server.
 */
@Injectable()
export class Outbox {
  constructor(
    private readonly dataSource: DataSource,
    private readonly notifications: Notifications,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Without a mail server nothing is kept: there would be nobody to take it. */
  async add(tx: EntityManager, letters: readonly Letter[], now = new Date()): Promise<void> {
    const valid = letters.filter(({ to }) => z.email().safeParse(to).success);
    if (this.environment.mail === null || valid.length === 0) return;
    const waiting = { state: 'waiting', attempts: 0, nextAttemptAt: now, createdAt: now } as const;
    await tx.insert(
      MailEntity,
      valid.map((letter) => ({ ...letter, ...waiting, id: randomUUID() })),
    );
    await this.notifications.notify(MAIL_CHANNEL, '', tx);
  }

  /** Whether mails wait for longer than they should, or were given up lately. */
  async state(now = new Date()): Promise<{ waiting: number; failing: number; givenUp: number }> {
    const [row] = await this.dataSource.query<[{ waiting: number; failing: number; given_up: number }]>(
      `SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
              count(*) FILTER (WHERE state = 'waiting' AND attempts > 0)::int AS failing,
              count(*) FILTER (WHERE state = 'given-up')::int AS given_up
         FROM mails WHERE state <> 'sent' AND created_at > $1`,
      [new Date(now.getTime() - 14 * 24 * 3600_000)],
    );
    return { waiting: row.waiting, failing: row.failing, givenUp: row.given_up };
  }
}
