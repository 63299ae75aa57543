import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { SECRETS, type Secrets } from '../../foundation/config/secrets.js';
import { MailDelivery } from './mail-delivery.js';
import { MailHealth } from './mail-health.js';
import { MailWorker } from './mail-worker.js';
import { MailEntity } from './mail.entity.js';
import { Mailer } from './mailer.js';
import { Outbox } from './outbox.js';
import { SmtpMailer } from './smtp-mailer.js';

/** Mails, when a mail server is configured. Nothing waits for that server, and no mail is lost while it is away. */
@Module({
  imports: [TypeOrmModule.forFeature([MailEntity])],
  providers: [
    Outbox,
    MailDelivery,
    MailHealth,
    MailWorker,
    {
      provide: Mailer,
      // Without a mail server there are no mails to hand over.
      useFactory: ({ mail, publicUrl }: Environment, { mailPassword }: Secrets): Mailer | null =>
        mail && new SmtpMailer(mail, mailPassword, publicUrl),
      inject: [ENVIRONMENT, SECRETS],
    },
  ],
  exports: [Outbox],
})
export class MailModule {}
