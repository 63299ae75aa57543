import { Injectable } from '@nestjs/common';
import type { PasswordRules, TemplateFile, VmTemplate } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import { reachOf } from '../../access/identity/permissions.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Acceleration } from '../../hosts/vagrant/acceleration.js';
import { Boxes } from './boxes.js';
import { TemplateCatalogue } from './template-catalogue.js';
import { reasonOf, templateState } from './template-state.js';

/** The templates, with what this host makes of them. */
@Injectable()
export class VmTemplatesService {
  constructor(
    private readonly catalogue: TemplateCatalogue,
    private readonly boxes: Boxes,
    private readonly acceleration: Acceleration,
  ) {}

  async list(actor: Actor): Promise<VmTemplate[]> {
    const { known } = await this.catalogue.read();
    return Promise.all(known.map(({ file }) => this.toTemplate(file, actor)));
  }

  /** Rejects with `template-unavailable` when no VM can be made from it now. */
  async usable(id: string, actor: Actor): Promise<VmTemplate> {
    const template = await this.toTemplate(await this.fileOf(id), actor);
    if (!template.available) throw new ProblemError('template-unavailable', { template: template.name });
    return template;
  }

  async fileOf(id: string): Promise<TemplateFile> {
    const template = await this.catalogue.find(id);
    if (!template) throw new ProblemError('template-unavailable', { template: id });
    return template.file;
  }

  async passwordRulesOf(id: string): Promise<PasswordRules> {
    return (await this.fileOf(id)).passwordRules;
  }

  async shutdownSeconds(id: string): Promise<number> {
    return (await this.fileOf(id)).shutdownSeconds[await this.acceleration.speed()];
  }

  private async toTemplate(file: TemplateFile, actor: Actor): Promise<VmTemplate> {
    const { language } = actor;
    const mayMend = reachOf(actor, 'run-platform') === 'all';
    const [box, percent] = await Promise.all([
      this.boxes.newestOf(file.box),
      this.boxes.bakedPercent(file.box),
    ]);
    const state = templateState(file, box, percent);
    const isStuck = state.status === 'missing' || state.status === 'expired';
    return {
      id: file.id,
      name: file.name[language],
      description: file.description[language],
      os: file.os,
      available: state.status === 'available',
      ...state,
      unavailableReason: reasonOf(state, { language, mayMend }),
      mend: mayMend && isStuck ? this.boxes.bakeCommand(file.box) : null,
      sizes: file.sizes,
      passwordRules: file.passwordRules,
      firstBootSeconds: file.firstBootSeconds[await this.acceleration.speed()],
    };
  }
}
