import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EventLog } from '../events/event-log.js';
import { JobLogPieceEntity } from './job-log-piece.entity.js';
import type { JobEntity } from './job.entity.js';

const FLUSH_AFTER_MS = 200;

/** The jobs' logs: Vagrant's own words, kept as they come and pushed to whoever watches. */
@Injectable()
export class JobLog {
  constructor(
    private readonly dataSource: DataSource,
    private readonly events: EventLog,
  ) {}

  async textOf(jobId: string): Promise<string> {
    const pieces = await this.dataSource
      .getRepository(JobLogPieceEntity)
      .find({ where: { jobId }, order: { offset: 'ASC' } });
    return pieces.map(({ text }) => text).join('');
  }

  /** A writer for one run of a job, going on where an earlier run stopped. */
  async writerFor(job: JobEntity): Promise<JobLogWriter> {
    const length = (await this.textOf(job.id)).length;
    return new JobLogWriter(length, (offset, text) => this.append(job, offset, text));
  }

  private async append(job: JobEntity, offset: number, text: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      await tx.insert(JobLogPieceEntity, { jobId: job.id, offset, text });
      await this.events.record(tx, {
        kind: 'log',
        subjectId: job.id,
        ownerId: job.ownerId,
        body: { jobId: job.id, vmId: job.vmId, offset, text },
      });
    });
  }
}

export class JobLogWriter {
  private pending = '';
  private timer: NodeJS.Timeout | undefined;
  private written: Promise<void> = Promise.resolve();

  constructor(
    private offset: number,
    private readonly append: (offset: number, text: string) => Promise<void>,
  ) {}

  line(text: string): void {
    // PostgreSQL's text cannot hold NUL, and tools colour their output.
    // eslint-disable-next-line no-control-regex -- these very characters are what is taken out
    this.pending += `${text.replace(/\u001b\[[0-9;]*[A-Za-z]|\u0000/g, '')}\n`;
    this.timer ??= setTimeout(() => this.write(), FLUSH_AFTER_MS);
  }

  /** Resolves when everything said so far is stored. */
  flush(): Promise<void> {
    this.write();
    return this.written;
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const text = this.pending;
    if (text === '') return;
    const offset = this.offset;
    this.pending = '';
    this.offset += text.length;
    this.written = this.written.then(() => this.append(offset, text));
    // Whoever flushes gets the error; until then it must not end the process.
    this.written.catch(() => undefined);
  }
}
