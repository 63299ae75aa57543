import { Injectable } from '@nestjs/common';
import type { TemplateFile } from '../vm-templates/template-file.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { DebianSystem } from './debian-system.js';
import type { GuestSystem } from './guest-system.js';

/** A template says which system its VMs have. */
@Injectable()
export class GuestSystems {
  private readonly systems: Record<TemplateFile['os'], GuestSystem>;

  constructor(
    private readonly templates: VmTemplatesService,
    debian: DebianSystem,
  ) {
    this.systems = { debian };
  }

  of({ templateId }: { templateId: string }): GuestSystem {
    return this.systems[this.templates.fileOf(templateId).os];
  }
}
