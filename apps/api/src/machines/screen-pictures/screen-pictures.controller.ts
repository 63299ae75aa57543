import { Controller, Get, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Background } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { ScreenPictures } from './screen-pictures.js';

@Controller('vms')
export class ScreenPicturesController {
  constructor(private readonly pictures: ScreenPictures) {}

  @Get(':id/screenshot')
  @Background()
  async picture(@Actor() actor: Actor, @IdParam() id: string, @Res() response: Response): Promise<void> {
    const picture = await this.pictures.show(actor, id);
    // Express's own way to send knows ETag and 304, which Nest's does not.
    response.type('png').setHeader('Cache-Control', 'private, no-cache').send(picture);
  }
}
