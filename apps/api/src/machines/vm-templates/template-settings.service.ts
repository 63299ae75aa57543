import { Injectable } from '@nestjs/common';
import { templateSettingsFor, type SetTemplateSettings, type TemplateSettings } from '@vm-manager/contracts';
import { DataSource, In, type EntityManager } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { GroupEntity } from '../../access/identity/group.entity.js';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import { lockUntilEnd } from '../../foundation/database/transaction-lock.js';
import { validated } from '../../foundation/http/validated.js';
import { toFieldProblem } from '../../foundation/problems/problem.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { TemplateCatalogue, type KnownTemplate, type RefusedTemplate } from './template-catalogue.js';
import { TemplateEvents } from './template-events.js';
import { TemplateSettingsEntity } from './template-settings.entity.js';
import { VmTemplatesService } from './vm-templates.service.js';

/** What administrators see of the catalogue, and choose for each template: who sees it, and its sizes. */
@Injectable()
export class TemplateSettingsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly catalogue: TemplateCatalogue,
    private readonly templates: VmTemplatesService,
    private readonly events: TemplateEvents,
    private readonly audit: AuditWriter,
  ) {}

  async list(actor: Actor): Promise<TemplateSettings[]> {
    const { known, refused } = await this.catalogue.read();
    const chosen = await this.chosen();
    const groups = await this.dataSource.getRepository(GroupEntity).findBy({
      id: In([...chosen.values()].flatMap(({ groupIds }) => groupIds)),
    });
    const choiceOf = (id: string) => {
      const { audience, groupIds, sizes } = chosen.get(id) ?? NOTHING_CHOSEN;
      const named = groups.filter((group) => groupIds.includes(group.id));
      return { audience, groups: named.map((group) => ({ id: group.id, name: group.name })), sizes };
    };
    const all = [
      ...(await Promise.all(known.map((template) => this.toKnown(template, actor)))),
      ...refused.map((template) => toRefused(template, actor)),
    ];
    return all
      .map((template) => ({ ...template, ...choiceOf(template.id) }))
      .sort((a, b) => a.id.localeCompare(b.id) || a.folder.localeCompare(b.folder));
  }

  async set(actor: Actor, request: SetTemplateSettings): Promise<TemplateSettings[]> {
    const template = await this.catalogue.find(request.templateId);
    if (!template) throw new ProblemError('not-found');
    const settings = validated(templateSettingsFor(template.file), request);
    const groupIds = settings.audience === 'groups' ? [...new Set(settings.groupIds)] : [];
    await this.dataSource.transaction((tx) => this.write(tx, actor, template, { ...settings, groupIds }));
    return this.list(actor);
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    { file }: KnownTemplate,
    after: SetTemplateSettings,
  ): Promise<void> {
    const { templateId } = after;
    await lockUntilEnd(tx, `template-settings:${templateId}`);
    const groups = await tx.findBy(GroupEntity, { id: In(after.groupIds) });
    if (groups.length < after.groupIds.length) throw new ProblemError('not-found');
    const before = (await tx.findOneBy(TemplateSettingsEntity, { templateId })) ?? NOTHING_CHOSEN;
    await tx.upsert(TemplateSettingsEntity, after, ['templateId']);
    await this.events.record(tx);
    await this.audit.record(tx, actor, {
      action: 'template.settings',
      object: { id: templateId, name: file.name.fr },
      details: {
        audience: after.audience,
        groups: groups.map(({ name }) => name),
        sizes: after.sizes,
        before: { audience: before.audience, sizes: before.sizes },
      },
    });
  }

  private async toKnown({ file, folder }: KnownTemplate, actor: Actor): Promise<Described> {
    const { name, status, unavailableReason, bakedPercent, mend } = await this.templates.describe(
      file,
      actor,
    );
    const { os, box, keyboard, consoles, sizes, groups = null } = file;
    return {
      ...{ id: file.id, name, folder, status, reason: unavailableReason, bakedPercent, mend, errors: [] },
      recipe: { os, box, keyboard, consoles, sizes, groups },
    };
  }

  private async chosen(): Promise<Map<string, TemplateSettingsEntity>> {
    const rows = await this.dataSource.getRepository(TemplateSettingsEntity).find();
    return new Map(rows.map((row) => [row.templateId, row]));
  }
}

type Described = Omit<TemplateSettings, 'audience' | 'groups' | 'sizes'>;

const NOTHING_CHOSEN: Omit<TemplateSettingsEntity, 'templateId'> = {
  audience: 'recipe',
  groupIds: [],
  sizes: null,
};

const toRefused = ({ id, folder, errors }: RefusedTemplate, { language }: Actor): Described => ({
  ...{
    id,
    name: null,
    folder,
    status: 'refused',
    reason: null,
    bakedPercent: null,
    mend: null,
    recipe: null,
  },
  errors: errors.map((error) => toFieldProblem(error, language)),
});
