import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { EVALUATION_WARNING_DAYS } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { UserEntity } from '../../access/identity/user.entity.js';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Routines } from '../../foundation/database/routines.js';
import { NoticeSender } from '../../messages/notices/notice-sender.js';
import { Boxes } from '../vm-templates/boxes.js';
import { TemplateCatalogue, type KnownTemplate } from '../vm-templates/template-catalogue.js';

const EVERY_MS = 6 * 3_600_000;
const DAY_MS = 86_400_000;

/** Tells administrators 30 days before no machine can be made of a template any more, as its system is on trial. */
@Injectable()
export class BoxEvaluationEnds implements OnApplicationBootstrap {
  constructor(
    private readonly dataSource: DataSource,
    private readonly routines: Routines,
    private readonly catalogue: TemplateCatalogue,
    private readonly boxes: Boxes,
    private readonly notices: NoticeSender,
    @Inject(ENVIRONMENT) private readonly environment: Pick<Environment, 'mail'>,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, lock: 'box-evaluation-ends', byAge: true };
    this.routines.start(BoxEvaluationEnds.name, when, () => this.look());
  }

  async look(now = new Date()): Promise<void> {
    for (const template of (await this.catalogue.read()).known) await this.tell(template, now);
  }

  /** Each administrator once for each version of the box, the addresses of the configuration with the first of them. */
  private async tell({ file: { id, box, evaluationDays } }: KnownTemplate, now: Date): Promise<void> {
    const newest = await this.boxes.newestOf(box);
    if (!newest?.file || evaluationDays === undefined) return;
    const end = new Date(newest.bakedAt.getTime() + evaluationDays * DAY_MS);
    if (end.getTime() - now.getTime() > EVALUATION_WARNING_DAYS * DAY_MS) return;
    const notice = {
      kind: 'box-evaluation-ending' as const,
      params: { template: id, until: end.toISOString() },
      link: `/administration/modeles?image=${box}-${newest.version}`,
    };
    await this.dataSource.transaction(async (tx) => {
      const told = await this.notices.readersOf(tx, notice);
      const admins = await tx.find(UserEntity, { where: { role: 'admin' }, select: { id: true } });
      const userIds = admins.map((admin) => admin.id).filter((admin) => !told.includes(admin));
      const addresses = told.length === 0 ? (this.environment.mail?.adminAddresses ?? []) : [];
      if (userIds.length > 0) await this.notices.tell(tx, { userIds, addresses }, notice, now);
    });
  }
}
