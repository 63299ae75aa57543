import { Module } from '@nestjs/common';
import { AuditWritingModule } from '../../access/audit-writing/audit-writing.module.js';
import { NoticesModule } from '../../messages/notices/notices.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { BinClock } from './bin-clock.js';
import { BinController } from './bin.controller.js';
import { BinService } from './bin.service.js';

/** Where deleted VMs wait before they are gone. */
@Module({
  imports: [AuditWritingModule, NoticesModule, VmsModule],
  controllers: [BinController],
  providers: [BinService, BinClock],
})
export class BinModule {}
