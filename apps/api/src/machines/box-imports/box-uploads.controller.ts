import { Controller, Delete, Head, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Needs, Unlimited } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { BoxUploads } from './box-uploads.js';

/** The protocol tus 1.0 (https://tus.io), which has a description and clients of its own: it is not published again. */
@Controller('boxes/uploads')
@Needs('run-platform')
@ApiExcludeController()
export class BoxUploadsController {
  constructor(private readonly uploads: BoxUploads) {}

  @Post()
  create(@Actor() actor: Actor, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.uploads.create(actor, request, response);
  }

  @Head(':id')
  look(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.uploads.goOn(actor, id, request, response);
  }

  /** A piece: what is counted is that the upload was begun. */
  @Patch(':id')
  @Unlimited()
  add(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.uploads.goOn(actor, id, request, response);
  }

  @Delete(':id')
  cancel(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.uploads.goOn(actor, id, request, response);
  }
}
