import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AuditWriter } from '../../access/audit-writing/audit-writer.js';
import { OutsideChanges } from '../../access/audit-writing/outside-changes.js';
import { Boxes } from './boxes.js';
import { TEMPLATE_FILES } from './load-template-files.js';
import type { TemplateFile } from './template-file.js';

/** Templates are files and boxes are baked: the next start says which of them are others than before. */
@Injectable()
export class TemplateChanges implements OnApplicationBootstrap {
  constructor(
    private readonly changes: OutsideChanges,
    private readonly audit: AuditWriter,
    private readonly boxes: Boxes,
    @Inject(TEMPLATE_FILES) private readonly files: readonly TemplateFile[],
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const versions = new Map<string, string | null>();
    for (const { id } of this.files) versions.set(id, (await this.boxes.newestOf(id))?.version ?? null);
    const parts = Object.fromEntries(
      this.files.map((file) => [file.id, JSON.stringify([file, versions.get(file.id)])]),
    );
    await this.changes.compare('templates', parts, async (tx, changed) => {
      for (const { name: id, change } of changed) {
        const details = { change, box: versions.get(id) ?? null };
        await this.audit.record(tx, null, { action: 'template.change', object: { id, name: id }, details });
      }
    });
  }
}
