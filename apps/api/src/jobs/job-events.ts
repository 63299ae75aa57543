import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventReaders } from '../messages/events/event-readers.js';
import { JobRecord } from './job-record.js';
import { JobTurns } from './job-turns.js';
import { toJob } from './job.mapper.js';

/** Tells the event streams what a job is, and what it wrote. */
@Injectable()
export class JobEvents implements OnModuleInit {
  constructor(
    private readonly readers: EventReaders,
    private readonly record: JobRecord,
    private readonly turns: JobTurns,
  ) {}

  onModuleInit(): void {
    this.readers.register('job', async ({ subjectId }) => {
      const job = await this.record.find(subjectId);
      if (!job) return undefined;
      const turn = (await this.turns.of([job])).get(job.id);
      return (actor) => toJob(job, actor.language, turn);
    });
    this.readers.register('log', async ({ body }) => (body ? () => body : undefined));
  }
}
