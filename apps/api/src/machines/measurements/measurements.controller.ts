import { Controller, Get, Query } from '@nestjs/common';
import { GuestFileSystems as FileSystems, MetricsQuery, VmActivity, VmMetrics } from '@vm-manager/contracts';
import { Background } from '../../access/identity/access.decorators.js';
import { Actor } from '../../access/identity/actor.js';
import { IdParam } from '../../foundation/http/id-param.js';
import { Returns } from '../../foundation/http/returns.decorator.js';
import { GuestFileSystems } from './guest-file-systems.js';
import { MeasurementsService } from './measurements.service.js';

/** Asked again and again by an open page, so that asking is no use of the session. */
@Controller()
@Background()
export class MeasurementsController {
  constructor(
    private readonly measurements: MeasurementsService,
    private readonly fileSystems: GuestFileSystems,
  ) {}

  @Get('vms/:id/metrics')
  @Returns(VmMetrics)
  show(
    @Actor() actor: Actor,
    @IdParam() id: string,
    @Query({ schema: MetricsQuery }) { range }: MetricsQuery,
  ): Promise<VmMetrics> {
    return this.measurements.show(actor, id, range);
  }

  @Get('vms/:id/file-systems')
  @Returns(FileSystems)
  showFileSystems(@Actor() actor: Actor, @IdParam() id: string): Promise<FileSystems> {
    return this.fileSystems.show(actor, id);
  }

  @Get('groups/:id/metrics')
  @Returns(VmActivity, { isArray: true })
  showActivity(@Actor() actor: Actor, @IdParam() id: string): Promise<VmActivity[]> {
    return this.measurements.activityOf(actor, id);
  }
}
