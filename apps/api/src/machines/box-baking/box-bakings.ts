import { Injectable } from '@nestjs/common';
import type { BoxBaking, SetBoxBaking } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import { JobReader } from '../../jobs/job-reader.js';
import { Boxes } from '../vm-templates/boxes.js';
import { BakeRecords } from './bake-records.js';
import { BoxBaker } from './box-baker.js';
import { BoxRecipes } from './box-recipes.js';
import { WeeklyBakeEntity } from './weekly-bake.entity.js';

/** How each box is baked, and whether by itself. */
@Injectable()
export class BoxBakings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly recipes: BoxRecipes,
    private readonly boxes: Boxes,
    private readonly baker: BoxBaker,
    private readonly jobs: JobReader,
    private readonly records: BakeRecords,
  ) {}

  async list(actor: Actor): Promise<BoxBaking[]> {
    const weekly = await this.dataSource.getRepository(WeeklyBakeEntity).find();
    return Promise.all(
      (await this.recipes.all()).map(async ({ file: { id, box } }) => {
        const jobs = await this.jobs.listOf(actor, { kind: 'template', id });
        return {
          ...{ templateId: id, box },
          command: this.boxes.bakeCommand(box, { anew: (await this.boxes.newestOf(box)) !== null }),
          isPossible: (await this.baker.room(box)) !== null,
          weekly: weekly.some(({ templateId }) => templateId === id),
          job: jobs.find(({ kind }) => kind === 'bake') ?? null,
        };
      }),
    );
  }

  async set(actor: Actor, { templateId, weekly }: SetBoxBaking): Promise<BoxBaking[]> {
    const { file } = await this.recipes.of(templateId);
    await this.records.setWeekly(actor, { id: file.id, name: file.name.fr }, weekly);
    return this.list(actor);
  }
}
