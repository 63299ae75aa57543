import { Injectable } from '@nestjs/common';
import type { TemplateFile } from '@vm-manager/contracts';
import type { Guest } from '../../hosts/libvirt/guest.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { DebianSystem } from './debian-system.js';
import type { GuestSystem } from './guest-system.js';
import { WindowsSystem } from './windows-system.js';

const SYSTEMS: Record<TemplateFile['os'], (guests: Guest) => GuestSystem> = {
  debian: (guests) => new DebianSystem(guests),
  windows: (guests) => new WindowsSystem(guests),
};

/** A template says which system its VMs have. */
@Injectable()
export class GuestSystems {
  constructor(private readonly templates: VmTemplatesService) {}

  /** Dealt with through the agents of the VM's host. */
  async of({ templateId }: { templateId: string }, guests: Guest): Promise<GuestSystem> {
    return SYSTEMS[(await this.templates.fileOf(templateId)).os](guests);
  }
}
