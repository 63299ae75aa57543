import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ScreenshotQuery } from '@vm-manager/contracts';
import type { Request, Response } from 'express';
import { Background } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { PICTURE_FORMATS } from './scaled-picture.js';
import { ScreenPictures } from './screen-pictures.js';

@Controller('vms')
export class ScreenPicturesController {
  constructor(private readonly pictures: ScreenPictures) {}

  @Get(':id/screenshot')
  @Background()
  async picture(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Query({ schema: ScreenshotQuery }) { width }: ScreenshotQuery,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const format = request.accepts(PICTURE_FORMATS) === 'webp' ? 'webp' : 'png';
    const picture = await this.pictures.show(actor, id, { format, width });
    // Express's own way to send knows ETag and 304, which Nest's does not.
    response.vary('Accept').type(format).setHeader('Cache-Control', 'private, no-cache').send(picture);
  }
}
