import { Injectable } from '@nestjs/common';
import type { PasswordRules, SizeLimits, TemplateFile, VmTemplate } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { reachOf } from '../../access/identity/permissions.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Acceleration } from '../../hosts/vagrant/acceleration.js';
import { Boxes } from './boxes.js';
import { mendingCommand } from './mending-command.js';
import { TemplateCatalogue } from './template-catalogue.js';
import { TemplatePictures } from './template-pictures.js';
import { chosenSizes, isOfferedTo } from './template-choice.js';
import { TemplateSettingsEntity } from './template-settings.entity.js';
import { reasonOf, templateState } from './template-state.js';

/** For whom a template is described. */
type Reader = Pick<Actor, 'language' | 'role'>;

const USUAL_PATIENCE = { kvm: 30, emulated: 120 };

/** The templates, with what this host and the administrators make of them. */
@Injectable()
export class VmTemplatesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly catalogue: TemplateCatalogue,
    private readonly boxes: Boxes,
    private readonly acceleration: Acceleration,
    private readonly pictures: TemplatePictures,
  ) {}

  /** Those that the actor may make machines from. */
  async list(actor: Actor): Promise<VmTemplate[]> {
    const { known } = await this.catalogue.read();
    const rows = await this.dataSource.getRepository(TemplateSettingsEntity).find();
    const chosen = new Map(rows.map((row) => [row.templateId, row]));
    const seen = known.filter(({ file }) => isSeenBy(actor, file, chosen.get(file.id)));
    return Promise.all(
      seen.map(async ({ file }) => ({
        ...(await this.describe(file, actor)),
        sizes: chosenSizes(file.sizes, chosen.get(file.id)?.sizes),
      })),
    );
  }

  /** For a new machine. One that the actor may not see is as if it were not there. */
  async offered(id: string, actor: Actor): Promise<VmTemplate> {
    const chosen = await this.chosenFor(id);
    if (!isSeenBy(actor, await this.fileOf(id), chosen)) throw unknownTemplate(id);
    return this.usable(id, actor);
  }

  /** The file of its picture, for whoever may make machines of it. */
  async pictureFor(actor: Actor, id: string): Promise<string> {
    const template = await this.catalogue.find(id);
    if (!template || !isSeenBy(actor, template.file, await this.chosenFor(id)))
      throw new ProblemError('not-found');
    const file = await this.pictures.fileOf(template.file);
    if (file === null) throw new ProblemError('not-found');
    return file;
  }

  /** For a machine that is there, whoever may make new ones. Rejects with `template-unavailable` when none can be made now. */
  async usable(id: string, actor: Reader): Promise<VmTemplate> {
    const template = await this.ofMachine(id, actor);
    if (!template.available) throw new ProblemError('template-unavailable', { template: template.name });
    return template;
  }

  /** Of a machine that is there, whoever may make new ones. */
  async ofMachine(id: string, actor: Reader): Promise<VmTemplate> {
    return { ...(await this.describe(await this.fileOf(id), actor)), sizes: await this.sizesOf(id) };
  }

  /** As it is described; what an administrator chose is not in it. */
  async fileOf(id: string): Promise<TemplateFile> {
    const template = await this.catalogue.find(id);
    if (!template) throw unknownTemplate(id);
    return template.file;
  }

  /** What may be asked for. */
  async sizesOf(id: string): Promise<SizeLimits> {
    return chosenSizes((await this.fileOf(id)).sizes, (await this.chosenFor(id))?.sizes);
  }

  async passwordRulesOf(id: string): Promise<PasswordRules> {
    return (await this.fileOf(id)).passwordRules;
  }

  /** Of a machine that is there, also when its template is gone or refused meanwhile. */
  async shutdownSeconds(id: string): Promise<number> {
    const { shutdownSeconds } = (await this.catalogue.find(id))?.file ?? { shutdownSeconds: USUAL_PATIENCE };
    return shutdownSeconds[await this.acceleration.speed()];
  }

  /** What a machine that is there can grow to while it runs; undefined when its template is gone or refused. */
  async mostOf(id: string): Promise<SizeLimits | undefined> {
    return (await this.catalogue.find(id))?.file.sizes;
  }

  /** For a reader, with the sizes of its description. */
  async describe(file: TemplateFile, actor: Reader): Promise<VmTemplate> {
    const { language } = actor;
    const mayMend = looksAfterThem(actor);
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
      mend: mayMend && isStuck ? mendingCommand(file, this.boxes) : null,
      sizes: file.sizes,
      passwordRules: file.passwordRules,
      firstBootSeconds: file.firstBootSeconds[await this.acceleration.speed()],
      picture: await this.pictures.addressOf(file),
    };
  }

  private chosenFor(templateId: string): Promise<TemplateSettingsEntity | null> {
    return this.dataSource.getRepository(TemplateSettingsEntity).findOneBy({ templateId });
  }
}

const looksAfterThem = (actor: Reader) => reachOf(actor, 'run-platform') === 'all';

const isSeenBy = (actor: Actor, file: TemplateFile, chosen: TemplateSettingsEntity | null | undefined) =>
  looksAfterThem(actor) || isOfferedTo(actor.groups, file, chosen ?? undefined);

const unknownTemplate = (id: string) => new ProblemError('template-unavailable', { template: id });
