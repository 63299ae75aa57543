import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DirectoryModule } from '../../access/directory/directory.module.js';
import { EventsModule } from '../events/events.module.js';
import { MailModule } from '../mail/mail.module.js';
import { DirectoryNotices } from './directory-notices.js';
import { NoticeRetention } from './notice-retention.js';
import { NoticeEntity } from './notice.entity.js';
import { NoticesController } from './notices.controller.js';
import { NoticeSender } from './notice-sender.js';
import { OwnNotices } from './own-notices.js';

/** What people are told by the portal, and by mail. */
@Module({
  imports: [TypeOrmModule.forFeature([NoticeEntity]), DirectoryModule, EventsModule, MailModule],
  controllers: [NoticesController],
  providers: [NoticeSender, OwnNotices, NoticeRetention, DirectoryNotices],
  exports: [NoticeSender],
})
export class NoticesModule {}
