import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ENVIRONMENT, type Environment } from '../../foundation/config/environment.js';
import { Hosts } from '../../hosts/hosts.js';
import { HostsModule } from '../../hosts/hosts.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { NoticesModule } from '../../messages/notices/notices.module.js';
import { BoxesModule } from '../boxes/boxes.module.js';
import { Boxes } from '../vm-templates/boxes.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { BakeNotices } from './bake-notices.js';
import { BakeOrders } from './bake-orders.js';
import { BakePlan } from './bake.plan.js';
import { BakeRecords } from './bake-records.js';
import { BoxBaker } from './box-baker.js';
import { BoxBakingController } from './box-baking.controller.js';
import { BoxBakings } from './box-bakings.js';
import { BoxRecipes } from './box-recipes.js';
import { FakeBoxBaker } from './fake/fake-box-baker.js';
import { ScriptBoxBaker } from './script-box-baker.js';
import { WeeklyBakeEntity } from './weekly-bake.entity.js';
import { WeeklyBakes } from './weekly-bakes.js';

/** How boxes are made of recipes: by a click, every week, or by the command that is told where the portal cannot. */
@Module({
  imports: [
    TypeOrmModule.forFeature([WeeklyBakeEntity]),
    HostsModule,
    JobsModule,
    NoticesModule,
    BoxesModule,
    VmTemplatesModule,
  ],
  controllers: [BoxBakingController],
  providers: [
    BoxRecipes,
    BoxBakings,
    BakeOrders,
    BakeNotices,
    BakeRecords,
    BakePlan,
    WeeklyBakes,
    {
      provide: BoxBaker,
      inject: [ENVIRONMENT, Boxes, Hosts],
      useFactory: (environment: Environment, boxes: Boxes, hosts: Hosts) => {
        const pretended = hosts.all()[0]?.pretended;
        return pretended ? new FakeBoxBaker(pretended, boxes) : new ScriptBoxBaker(environment, boxes);
      },
    },
  ],
})
export class BoxBakingModule {}
