import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import type {
  Box,
  BoxBaking,
  BoxImports,
  Job,
  SizeLimits,
  TemplateSettings,
  UnfinishedUpload,
} from '@vm-manager/contracts';
import { injectSizes } from '../i18n/sizes';
import type { TextKey } from '../i18n/text-key';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';
import { CopyButton } from '../ui/copy-button';
import { GhostRows } from '../ui/ghost-rows';
import type { IconName } from '../ui/icons';
import { ProblemNote } from '../ui/problem-note';
import { BoxImport } from './box-import';
import { BoxList } from './box-list';
import { BoxesClient } from './boxes-client';
import { SpareBoxes } from './spare-boxes';
import { TemplateBaking } from './template-baking';
import { TemplateSettingsClient } from './template-settings-client';
import { TemplateSettingsDialog } from './template-settings-dialog';

const LOOKS: Record<TemplateSettings['status'], { chip: string; icon: IconName }> = {
  available: { chip: 'good', icon: 'check-circle' },
  baking: { chip: 'warn', icon: 'sync' },
  missing: { chip: 'warn', icon: 'info' },
  expired: { chip: 'bad', icon: 'error' },
  refused: { chip: 'bad', icon: 'error' },
};

const NOTHING: BoxImports = { uploads: [], jobs: [] };

/** What students can pick: whether it can be had, why not, who sees it and in which sizes. */
@Component({
  selector: 'vmm-templates-page',
  imports: [
    ...[BlankSlate, BoxImport, BoxList, CopyButton, GhostRows, MatButton, MatIcon, ProblemNote],
    ...[SpareBoxes, TemplateBaking],
  ],
  templateUrl: './templates-page.html',
  styleUrl: './templates-page.scss',
})
export class TemplatesPage {
  protected readonly t = injectTranslate();
  protected readonly templates = inject(TemplateSettingsClient).list();
  protected readonly boxes = inject(BoxesClient).list();
  protected readonly bakings = inject(BoxesClient).bakings();
  protected readonly imports = inject(BoxesClient).imports();
  /** Of templates that are not there any more. */
  protected readonly otherBoxes = computed((): Box[] | undefined => {
    if (!this.templates.hasValue() || !this.boxes.hasValue()) return undefined;
    const shown = new Set(this.templates.value().map(({ recipe }) => recipe?.box));
    const others = this.boxes.value().filter(({ name }) => !shown.has(name));
    return others.length > 0 ? others : undefined;
  });
  private readonly sizes = injectSizes();
  private readonly dialogs = inject(MatDialog);

  protected boxesOf(box: string): Box[] | undefined {
    return this.boxes.hasValue() ? this.boxes.value().filter(({ name }) => name === box) : undefined;
  }

  protected bakingOf({ id }: TemplateSettings): BoxBaking | undefined {
    const all = this.bakings.hasValue() ? this.bakings.value() : [];
    return all.find(({ templateId }) => templateId === id);
  }

  protected uploadsOf({ id }: TemplateSettings): UnfinishedUpload[] {
    const { uploads } = this.imports.hasValue() ? this.imports.value() : NOTHING;
    return uploads.filter(({ templateId }) => templateId === id);
  }

  protected importOf({ id }: TemplateSettings): Job | null {
    const { jobs } = this.imports.hasValue() ? this.imports.value() : NOTHING;
    return jobs.find(({ subject }) => subject.id === id) ?? null;
  }

  protected lookOf({ status }: TemplateSettings) {
    return LOOKS[status];
  }

  protected statusOf({ status }: TemplateSettings): TextKey {
    return `templates.status.${status}`;
  }

  protected audienceOf({ audience, groups, recipe }: TemplateSettings): string {
    if (audience === 'everyone') return this.t('templates.everyone');
    const names = audience === 'groups' ? groups.map(({ name }) => name) : (recipe?.groups ?? null);
    if (names === null) return this.t('templates.everyone');
    return names.length > 0 ? names.join(', ') : this.t('templates.administrators');
  }

  /** From the least to the most. */
  protected sizesOf({ recipe, sizes }: TemplateSettings): string {
    const limits: SizeLimits | undefined = sizes ?? recipe?.sizes;
    if (!limits) return '';
    const { vcpus, memoryMiB, diskGiB } = limits;
    return [
      `${vcpus.min}\u00a0– ${this.sizes.vcpus(vcpus.max)}`,
      `${this.sizes.memory(memoryMiB.min)}\u00a0– ${this.sizes.memory(memoryMiB.max)}`,
      `${diskGiB.min}\u00a0– ${this.sizes.disk(diskGiB.max)}`,
    ].join(' · ');
  }

  protected set(template: TemplateSettings): void {
    this.dialogs
      .open<TemplateSettingsDialog, TemplateSettings, TemplateSettings[]>(TemplateSettingsDialog, {
        width: '560px',
        data: template,
      })
      .afterClosed()
      .subscribe((all) => all && this.templates.set(all));
  }
}
