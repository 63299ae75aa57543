import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RefusalsModule } from '../../access/refusals/refusals.module.js';
import { NoticesModule } from '../../messages/notices/notices.module.js';
import { HostsModule } from '../../hosts/hosts.module.js';
import { SerialLinesModule } from '../serial-lines/serial-lines.module.js';
import { VmTemplatesModule } from '../vm-templates/vm-templates.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { ConsoleAdmission } from './console-admission.js';
import { ConsoleGateway } from './console-gateway.js';
import { ConsoleMetrics } from './console-metrics.js';
import { ConsolePresence } from './console-presence.js';
import { ConsoleRights } from './console-rights.js';
import { ConsoleTicketEntity } from './console-ticket.entity.js';
import { ConsoleTickets } from './console-tickets.js';
import { ConsoleAudit } from './console-audit.js';
import { ConsoleUse } from './console-use.js';
import { ConsoleControlController } from './console-control.controller.js';
import { ConsoleController } from './console.controller.js';
import { ConsoleScreens } from './console-screens.js';
import { ConsoleServing } from './console-serving.js';
import { ConsoleService } from './console.service.js';
import { ControlHandover } from './control-handover.js';
import { HelpCalls } from './help-calls.js';
import { OpenConsoles } from './open-consoles.js';
import { RightsWatch } from './rights-watch.js';
import { SerialConsoles } from './serial-consoles.js';
import { SharedScreens } from './screen-fan-out/shared-screens.js';
import { DrawnScreens } from './fake/drawn-screens.js';

/** The screens of VMs in the browser: tickets by HTTP, bytes by WebSocket. */
@Module({
  imports: [
    TypeOrmModule.forFeature([ConsoleTicketEntity]),
    NoticesModule,
    RefusalsModule,
    SerialLinesModule,
    VmTemplatesModule,
    VmsModule,
    HostsModule,
  ],
  controllers: [ConsoleController, ConsoleControlController],
  providers: [
    ConsoleAdmission,
    ConsoleGateway,
    ConsoleMetrics,
    ConsoleScreens,
    ConsolePresence,
    ConsoleRights,
    ConsoleService,
    ConsoleServing,
    ConsoleTickets,
    ConsoleAudit,
    ConsoleUse,
    ControlHandover,
    HelpCalls,
    DrawnScreens,
    OpenConsoles,
    RightsWatch,
    SerialConsoles,
    SharedScreens,
  ],
})
export class ConsoleGatewayModule {}
