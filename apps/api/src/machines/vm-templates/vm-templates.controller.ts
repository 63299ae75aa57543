import { Controller, Get } from '@nestjs/common';
import { VmTemplate } from '@vm-manager/contracts';
import { Actor } from '../../access/identity/actor.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { VmTemplatesService } from './vm-templates.service.js';

@Controller('templates')
export class VmTemplatesController {
  constructor(private readonly templates: VmTemplatesService) {}

  @Get()
  @Returns(VmTemplate, { isArray: true })
  list(@Actor() actor: Actor): Promise<VmTemplate[]> {
    return this.templates.list(actor);
  }
}
