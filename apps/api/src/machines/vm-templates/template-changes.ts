import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import { OutsideChanges } from '../../access/audit-writing/outside-changes.js';
import { Routines } from '../../foundation/database/routines.js';
import { toFieldProblem } from '../../foundation/problems/problem.js';
import { Boxes } from './boxes.js';
import { TemplateEvents } from './template-events.js';
import { TemplateCatalogue, type Catalogue, type RefusedTemplate } from './template-catalogue.js';

const LOOK_EVERY_MS = 10_000;

/** Templates are files and boxes are baked: which of them are others than before is found at the start and while it runs. */
@Injectable()
export class TemplateChanges implements OnApplicationBootstrap {
  private readonly logger = new Logger(TemplateChanges.name);
  private lastRefusals = '';

  constructor(
    private readonly changes: OutsideChanges,
    private readonly audit: AuditWriter,
    private readonly boxes: Boxes,
    private readonly catalogue: TemplateCatalogue,
    private readonly events: TemplateEvents,
    private readonly routines: Routines,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.look();
    const everyMs = LOOK_EVERY_MS;
    this.routines.start(TemplateChanges.name, { everyMs, atOnce: false }, () => this.look());
  }

  async look(): Promise<void> {
    const catalogue = await this.catalogue.read();
    this.warn(catalogue);
    const versions = new Map<string, string | null>();
    for (const { file } of catalogue.known)
      versions.set(file.id, (await this.boxes.newestOf(file.box))?.version ?? null);
    const parts = Object.fromEntries([
      ...catalogue.known.map(({ file }) => [file.id, JSON.stringify([file, versions.get(file.id)])]),
      ...catalogue.refused.map(({ id, errors }) => [id, JSON.stringify(errors)]),
    ]);
    await this.changes.compare('templates', parts, async (tx, changed) => {
      await this.events.record(tx);
      for (const { name: id, change } of changed) {
        const details = { change, box: versions.get(id) ?? null };
        await this.audit.record(tx, null, { action: 'template.change', object: { id, name: id }, details });
      }
    });
  }

  /** Once for each state of the folders. */
  private warn({ refused }: Catalogue): void {
    const refusals = refused.map(refusalOf).join('\n');
    if (refusals !== '' && refusals !== this.lastRefusals) this.logger.warn(refusals);
    this.lastRefusals = refusals;
  }
}

function refusalOf({ folder, errors }: RefusedTemplate): string {
  const places = errors.map((error) => toFieldProblem(error, 'en'));
  return `Not a template: ${folder} ${places.map(({ pointer, detail }) => `${pointer} ${detail}`).join(' ')}`;
}
