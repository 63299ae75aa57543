import { Controller, Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { Notice, NoticeFilter } from '@vm-manager/contracts';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { OwnNotices } from './own-notices.js';

@Controller('notices')
export class NoticesController {
  constructor(private readonly notices: OwnNotices) {}

  @Get()
  @Returns(Notice, { isArray: true })
  list(@Actor() actor: Actor, @Query({ schema: NoticeFilter }) filter: NoticeFilter): Promise<Notice[]> {
    return this.notices.listFor(actor, filter);
  }

  @Post('read')
  @HttpCode(HttpStatus.NO_CONTENT)
  markAllRead(@Actor() actor: Actor): Promise<void> {
    return this.notices.markAllRead(actor);
  }

  @Post(':id/read')
  @HttpCode(HttpStatus.NO_CONTENT)
  markRead(@Actor() actor: Actor, @IdParam() id: string): Promise<void> {
    return this.notices.markRead(actor, id);
  }
}
