import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
import { Notifications } from '../../foundation/database/notifications.js';
import { SerialOutputEntity } from './serial-output.entity.js';

/** So much of a line is kept: a kernel that panics can be read afterwards. */
export const KEPT_BYTES = 64 * 1024;

const CHANNEL = 'serial_output';
const ENDED = 'ended ';

export interface LineReader {
  /** There is more to read. */
  more(): void;
  /** The machine has no line any more. */
  ended(): void;
}

/** What serial lines say, written by the one process that holds a line and read by all. */
@Injectable()
export class SerialOutput implements OnModuleInit, OnModuleDestroy {
  private readonly readers = new Map<string, Set<LineReader>>();
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly dataSource: DataSource,
    private readonly notifications: Notifications,
  ) {}

  onModuleInit(): void {
    const everyone = () => [...this.readers.values()].flatMap((readers) => [...readers]);
    this.stops.push(
      this.notifications.listen(CHANNEL, (text) => this.hear(text)),
      this.notifications.onReconnected(() => everyone().forEach((reader) => reader.more())),
    );
  }

  onModuleDestroy(): void {
    for (const stop of this.stops) stop();
  }

  /** Where the line is now, in bytes since it was first heard. */
  async position(vmId: string): Promise<number> {
    const last = await this.pieces().findOne({ where: { vmId }, order: { endsAt: 'DESC' } });
    return Number(last?.endsAt ?? 0);
  }

  /** Adds what ends at that position, forgets what is older than is kept, and tells the readers. */
  async append(vmId: string, bytes: Buffer, endsAt: number): Promise<void> {
    await this.dataSource.query(
      `WITH written AS (INSERT INTO serial_output (vm_id, ends_at, bytes) VALUES ($1, $2, $3)),
        forgotten AS (DELETE FROM serial_output WHERE vm_id = $1 AND ends_at <= $4)
       SELECT pg_notify($5, CAST($1 AS text))`,
      [vmId, endsAt, bytes, endsAt - KEPT_BYTES, CHANNEL],
    );
  }

  async end(vmId: string): Promise<void> {
    await this.notifications.notify(CHANNEL, `${ENDED}${vmId}`);
  }

  /** What was said after that position, as far as it is kept. */
  async after(vmId: string, position: number): Promise<{ bytes: Buffer; position: number }> {
    const pieces = await this.pieces().find({
      where: { vmId, endsAt: MoreThan(String(position)) },
      order: { endsAt: 'ASC' },
    });
    const bytes = Buffer.concat(pieces.map((piece) => piece.bytes));
    return { bytes, position: Number(pieces.at(-1)?.endsAt ?? position) };
  }

  /** Tells of what comes, until the function that is returned is called. */
  follow(vmId: string, reader: LineReader): () => void {
    const readers = this.readers.get(vmId) ?? new Set();
    this.readers.set(vmId, readers.add(reader));
    return () => {
      readers.delete(reader);
      if (readers.size === 0 && this.readers.get(vmId) === readers) this.readers.delete(vmId);
    };
  }

  private hear(text: string): void {
    const isEnd = text.startsWith(ENDED);
    const vmId = isEnd ? text.slice(ENDED.length) : text;
    for (const reader of this.readers.get(vmId) ?? []) {
      if (isEnd) reader.ended();
      else reader.more();
    }
  }

  private pieces() {
    return this.dataSource.getRepository(SerialOutputEntity);
  }
}
