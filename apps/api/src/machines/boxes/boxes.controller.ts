import { Controller, Delete, Get, Param, Post, Res } from '@nestjs/common';
import { Box, BoxCleanUp, BoxId } from '@vm-manager/contracts';
import { ApiProduces } from '@nestjs/swagger';
import type { Response } from 'express';
import { basename, dirname } from 'node:path';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { Returns, ReturnsNothing } from '../../foundation/http/returns.decorator.js';
import { BoxRemoval } from './box-removal.js';
import { BoxesService } from './boxes.service.js';

@Controller('boxes')
@Needs('run-platform')
export class BoxesController {
  constructor(
    private readonly boxes: BoxesService,
    private readonly removal: BoxRemoval,
  ) {}

  @Get()
  @Returns(Box, { isArray: true })
  list(): Promise<Box[]> {
    return this.boxes.list();
  }

  /** Takes all away that no machine stands on and that a newer one has replaced. */
  @Post('clean-up')
  @Returns(BoxCleanUp)
  cleanUp(@Actor() actor: Actor): Promise<BoxCleanUp> {
    return this.removal.cleanUp(actor);
  }

  /** The file itself, in parts where that is asked (`Range`); its checksum is in `ETag` and `Repr-Digest`. */
  @Get(':id/file')
  @ApiProduces('application/x-tar')
  async download(
    @Actor() actor: Actor,
    @Param('id', { schema: BoxId }) id: string,
    @Res() response: Response,
  ): Promise<void> {
    const { file, headers } = await this.boxes.fileFor(actor, id);
    response
      .type('application/x-tar')
      .attachment(basename(file))
      .sendFile(basename(file), { root: dirname(file), cacheControl: false, headers });
  }

  @Delete(':id')
  @ReturnsNothing()
  retire(@Actor() actor: Actor, @Param('id', { schema: BoxId }) id: string): Promise<void> {
    return this.removal.retire(actor, id);
  }
}
