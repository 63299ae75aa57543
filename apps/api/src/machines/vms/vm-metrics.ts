import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { VmState } from '@vm-manager/contracts';
import type { Repository } from 'typeorm';
import { Metrics } from '../../foundation/metrics/metrics.js';
import { VmEntity } from './vm.entity.js';

/** How many VMs there are in each state. */
@Injectable()
export class VmMetrics implements OnModuleInit {
  constructor(
    @InjectRepository(VmEntity) private readonly vms: Repository<VmEntity>,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.registerEach('vmm_vms', 'VMs by state, without those in the bin.', ['state'], async () => {
      const rows = await this.vms
        .createQueryBuilder('vm')
        .select('vm.state', 'state')
        .addSelect('count(*)::int', 'count')
        .where('vm.goneAt IS NULL')
        .groupBy('vm.state')
        .getRawMany<{ state: VmState; count: number }>();
      return rows.map(({ state, count }) => ({ labels: { state }, value: count }));
    });
  }
}
