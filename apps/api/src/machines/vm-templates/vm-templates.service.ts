import { Inject, Injectable } from '@nestjs/common';
import type { Language, PasswordRules, VmTemplate } from '@vm-manager/contracts';
import { Acceleration } from '../../hosts/vagrant/acceleration.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Boxes } from './boxes.js';
import { TEMPLATE_FILES } from './load-template-files.js';
import type { TemplateFile } from './template-file.js';

const PASSWORD_RULES: Record<VmTemplate['os'], PasswordRules> = {
  debian: { minLength: 6, maxLength: 127, uppercase: false, lowercase: false, digit: false },
  windows: { minLength: 8, maxLength: 127, uppercase: true, lowercase: true, digit: true },
};

const NOT_BAKED: Record<Language, string> = {
  fr: 'L’image de ce modèle n’est pas encore fabriquée.',
  en: 'This template’s image has not been built yet.',
};

/** The templates that ship, with what this host makes of them. */
@Injectable()
export class VmTemplatesService {
  constructor(
    @Inject(TEMPLATE_FILES) private readonly files: readonly TemplateFile[],
    private readonly boxes: Boxes,
    private readonly acceleration: Acceleration,
  ) {}

  async list(language: Language): Promise<VmTemplate[]> {
    return Promise.all(this.files.map((file) => this.toTemplate(file, language)));
  }

  /** Rejects with `template-unavailable` when no VM can be made from it now. */
  async usable(id: string, language: Language): Promise<VmTemplate> {
    const template = await this.toTemplate(this.fileOf(id), language);
    if (!template.available) throw new ProblemError('template-unavailable', { template: template.name });
    return template;
  }

  fileOf(id: string): TemplateFile {
    const file = this.files.find((candidate) => candidate.id === id);
    if (!file) throw new ProblemError('template-unavailable', { template: id });
    return file;
  }

  passwordRulesOf(id: string): PasswordRules {
    return PASSWORD_RULES[this.fileOf(id).os];
  }

  async shutdownSeconds(id: string): Promise<number> {
    return this.fileOf(id).shutdownSeconds[await this.acceleration.speed()];
  }

  private async toTemplate(file: TemplateFile, language: Language): Promise<VmTemplate> {
    const available = (await this.boxes.newestOf(file.id)) !== null;
    return {
      id: file.id,
      name: file.name[language],
      description: file.description[language],
      os: file.os,
      available,
      unavailableReason: available ? null : NOT_BAKED[language],
      sizes: file.sizes,
      passwordRules: PASSWORD_RULES[file.os],
      firstBootSeconds: file.firstBootSeconds[await this.acceleration.speed()],
    };
  }
}
