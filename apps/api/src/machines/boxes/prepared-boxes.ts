import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Routines } from '../../foundation/database/routines.js';
import { Hosts } from '../../hosts/hosts.js';
import type { Box } from '../../hosts/vagrant/provisioner.js';
import { JobOrders } from '../../jobs/job-orders.js';
import { JobEntity } from '../../jobs/job.entity.js';
import { TemplateCatalogue, templateOfBox } from '../vm-templates/template-catalogue.js';
import { BoxImages } from './box-images.js';
import { lockTemplate } from './template-jobs.js';

const EVERY_MS = 10_000;

/** Boxes come from elsewhere too: baked by a command, copied, imported. Their images are put on the hosts before a student waits. */
@Injectable()
export class PreparedBoxes implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly catalogue: TemplateCatalogue,
    private readonly images: BoxImages,
    private readonly hosts: Hosts,
    private readonly jobs: JobOrders,
    private readonly routines: Routines,
  ) {}

  onApplicationBootstrap(): void {
    this.routines.start(PreparedBoxes.name, { everyMs: EVERY_MS, lock: 'prepared-boxes' }, () => this.look());
  }

  async look(): Promise<void> {
    const { known } = await this.catalogue.read();
    for (const name of new Set(known.map(({ file }) => file.box))) {
      const box = await this.images.newestOf(name);
      // A pretended machine may start from nothing.
      if (!box?.file || (await this.isEverywhere(box))) continue;
      await this.dataSource.transaction((tx) =>
        this.order(tx, templateOfBox(known, name), name, box.version),
      );
    }
  }

  private async isEverywhere(box: Box): Promise<boolean> {
    const there = await Promise.all(this.hosts.all().map((host) => this.images.wasPutInto(host, box)));
    return there.every(Boolean);
  }

  /** Once for each version: when that fails, the first machine that needs it tries again. */
  private async order(tx: EntityManager, templateId: string, box: string, version: string): Promise<void> {
    await lockTemplate(tx, templateId);
    const subject = { kind: 'template', id: templateId } as const;
    if (await this.jobs.isBusy(tx, subject)) return;
    const tried = await tx
      .createQueryBuilder(JobEntity, 'job')
      .where({ subjectKind: 'template', subjectId: templateId, kind: 'prepare-box' })
      .andWhere('job.input = :input', { input: { box, version } })
      .getExists();
    if (tried) return;
    await this.jobs.create(tx, {
      ...{ subject, ownerId: null, host: null, actorId: null, estimateGroup: box },
      ...{ kind: 'prepare-box', input: { box, version } },
    });
  }
}
