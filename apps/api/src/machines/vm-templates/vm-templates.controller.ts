import { Body, Controller, Get, Param, Put, Res } from '@nestjs/common';
import { SetTemplateSettings, TemplateId, TemplateSettings, VmTemplate } from '@vm-manager/contracts';
import type { Response } from 'express';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Needs } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { TemplateSettingsService } from './template-settings.service.js';
import { VmTemplatesService } from './vm-templates.service.js';

@Controller('templates')
export class VmTemplatesController {
  constructor(
    private readonly templates: VmTemplatesService,
    private readonly settings: TemplateSettingsService,
  ) {}

  @Get()
  @Returns(VmTemplate, { isArray: true })
  list(@Actor() actor: Actor): Promise<VmTemplate[]> {
    return this.templates.list(actor);
  }

  /** What it looks like, for those that have a picture: its address says which. */
  @Get(':id/picture')
  async picture(
    @Actor() actor: Actor,
    @Param('id', { schema: TemplateId }) id: string,
    @Res() response: Response,
  ): Promise<void> {
    const file = await this.templates.pictureFor(actor, id);
    response
      .type(extname(file))
      .setHeader('Cache-Control', 'private, max-age=31536000, immutable')
      .send(await readFile(file));
  }

  @Get('settings')
  @Needs('run-platform')
  @Returns(TemplateSettings, { isArray: true })
  listSettings(@Actor() actor: Actor): Promise<TemplateSettings[]> {
    return this.settings.list(actor);
  }

  /** Answers with all of them, as each may have changed meanwhile. */
  @Put('settings')
  @Needs('run-platform')
  @Returns(TemplateSettings, { isArray: true })
  set(
    @Actor() actor: Actor,
    @Body({ schema: SetTemplateSettings }) request: SetTemplateSettings,
  ): Promise<TemplateSettings[]> {
    return this.settings.set(actor, request);
  }
}
