import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { HostsModule } from '../hosts/hosts.module.js';
import { EventsModule } from '../messages/events/events.module.js';
import { CancelSignals } from './cancel-signals.js';
import { JobCancelling } from './job-cancelling.js';
import { JobCourse } from './job-course.js';
import { JobEvents } from './job-events.js';
import { JobExecution } from './job-execution.js';
import { JobLogPieceEntity } from './job-log-piece.entity.js';
import { JobLog } from './job-log.js';
import { JobOrders } from './job-orders.js';
import { JobMetrics } from './job-metrics.js';
import { JobPlanRegistry } from './job-plan-registry.js';
import { JobQueue } from './job-queue.js';
import { JobRecord } from './job-record.js';
import { JobRetention } from './job-retention.js';
import { JobRunner } from './job-runner.js';
import { JobEntity } from './job.entity.js';
import { JobTurns } from './job-turns.js';
import { JobsController } from './jobs.controller.js';
import { JobReader } from './job-reader.js';
import { OrphanedJobs } from './orphaned-jobs.js';
import { WorkerLocks } from './worker-locks.js';

/** Slow work that survives kills: the queue, the records that people see, and the runner. */
@Module({
  imports: [TypeOrmModule.forFeature([JobEntity, JobLogPieceEntity]), EventsModule, HostsModule],
  controllers: [JobsController],
  providers: [
    JobPlanRegistry,
    JobQueue,
    JobOrders,
    JobReader,
    JobCancelling,
    JobRecord,
    JobMetrics,
    JobLog,
    JobExecution,
    JobRunner,
    JobCourse,
    WorkerLocks,
    JobRetention,
    OrphanedJobs,
    JobEvents,
    JobTurns,
    CancelSignals,
  ],
  exports: [JobPlanRegistry, JobOrders, JobReader, JobTurns, JobQueue],
})
export class JobsModule {}
