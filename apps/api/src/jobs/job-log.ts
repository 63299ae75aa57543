import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EventLog } from '../messages/events/event-log.js';
import { JobLogPieceEntity } from './job-log-piece.entity.js';
import { belongingOf } from './job-subject.js';
import type { JobEntity } from './job.entity.js';

const FLUSH_AFTER_MS = 200;

/** The jobs' logs: Vagrant's own words, kept as they come and pushed to whoever watches. */
@Injectable()
export class JobLog {
  private readonly logger = new Logger(JobLog.name);

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
    return new JobLogWriter(
      length,
      (offset, text) => this.append(job, offset, text),
      (error) => this.logger.warn(error),
    );
  }

  private async append(job: JobEntity, offset: number, text: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      // When this run was taken for dead, another run of the job may have written at this offset.
      await tx
        .createQueryBuilder()
        .insert()
        .into(JobLogPieceEntity)
        .values({ jobId: job.id, offset, text })
        .orIgnore()
        .execute();
      await this.events.record(tx, {
        kind: 'log',
        subjectId: job.id,
        ...belongingOf(job),
        body: { jobId: job.id, vmId: job.subjectKind === 'vm' ? job.subjectId : null, offset, text },
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
    private readonly onLost: (error: unknown) => void,
  ) {}

  /** The first line of a log that is still empty. */
  head(text: string): void {
    if (this.offset === 0 && this.pending === '') this.line(text);
  }

  line(text: string): void {
    // PostgreSQL's text cannot hold NUL, and tools colour their output.
    // eslint-disable-next-line no-control-regex -- these very characters are what is taken out
    this.pending += `${text.replace(/\u001b\[[0-9;]*[A-Za-z]|\u0000/g, '')}\n`;
    this.timer ??= setTimeout(() => this.write(), FLUSH_AFTER_MS);
  }

  /** Resolves when everything said so far is stored, as far as it can be. Never rejects. */
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
    // A piece that cannot be stored is missing from the log; it is no reason for the job to fail.
    this.written = this.written.then(() => this.append(offset, text)).catch(this.onLost);
  }
}
