import { Injectable, Logger } from '@nestjs/common';
import { DataSource, In, IsNull, LessThanOrEqual, Not, type EntityManager } from 'typeorm';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { type Placement, Placements } from '../placement/placements.js';
import { WARNINGS } from '../../messages/notices/notice-params.js';
import { dueWarning } from './due-warning.js';
import { decideOn, placementFor, type LockedRequest } from './locked-request.js';
import { RequestEnds } from './request-ends.js';
import { RequestNotices } from './request-notices.js';
import { RequestRecord } from './request-record.js';
import { sizeEffects } from './size-effects.js';
import { ResourceRequestEntity } from './resource-request.entity.js';

const EARLIEST_WARNING_MS = 7 * 24 * 3600_000;

const APPROVED = { state: 'approved', prolongsId: IsNull() } as const;

/** What end dates bring by themselves. Every part can be repeated; `now` is whatever time it is. */
@Injectable()
export class RequestUpkeep {
  private readonly logger = new Logger(RequestUpkeep.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly record: RequestRecord,
    private readonly ends: RequestEnds,
    private readonly notices: RequestNotices,
    private readonly placements: Placements,
  ) {}

  /** Without `endsByAge`, as while the clock is doubted, nothing ends; what has ended is taken back all the same. */
  async run(now: Date, { endsByAge = true } = {}): Promise<void> {
    if (endsByAge) await this.end(now);
    const requests = this.dataSource.getRepository(ResourceRequestEntity);
    const over = { state: In(['expired', 'withdrawn']), givenBackAt: IsNull(), grant: Not(IsNull()) };
    for (const { id } of await requests.findBy({ ...over, prolongsId: IsNull() }))
      await this.attempt(id, (tx, locked, placement) => this.takeBack(tx, locked, placement, now), true);
    const expected = { ...APPROVED, takesEffect: 'now', vmId: Not(IsNull()) } as const;
    for (const { id } of await requests.findBy(expected))
      await this.attempt(id, (tx, locked) => this.tellOfWaiting(tx, locked, now));
  }

  /** Ends what is over by its date, and warns of what will be. */
  private async end(now: Date): Promise<void> {
    const requests = this.dataSource.getRepository(ResourceRequestEntity);
    for (const { id } of await requests.findBy({ ...APPROVED, grantedUntil: LessThanOrEqual(now) }))
      await this.attempt(id, (tx, locked) => this.expire(tx, locked, now));
    const soon = LessThanOrEqual(new Date(now.getTime() + EARLIEST_WARNING_MS));
    for (const { id, grantedUntil, warned } of await requests.findBy({ ...APPROVED, grantedUntil: soon }))
      if (grantedUntil && dueWarning(grantedUntil, now) !== warned)
        await this.attempt(id, (tx, locked) => this.warn(tx, locked, now));
  }

  private async expire(tx: EntityManager, { request, vm }: LockedRequest, now: Date): Promise<void> {
    const { state, grantedUntil } = request;
    if (state !== 'approved' || !grantedUntil || grantedUntil > now) return;
    // Ended first, taken back when the VM lets it: a VM that is busy keeps nobody's quota.
    await this.ends.end(tx, request, { what: 'expired', actor: null, now, vm, placement: null });
  }

  /** Each once, and of several whose time has passed unseen only the nearest. */
  private async warn(tx: EntityManager, { request }: LockedRequest, now: Date): Promise<void> {
    const { state, grantedUntil, warned } = request;
    const warning = grantedUntil && dueWarning(grantedUntil, now);
    if (state !== 'approved' || !warning || !isNearer(warning, warned)) return;
    await this.record.set(tx, request, { warned: warning });
    const params = { warning, until: grantedUntil.toISOString() };
    await this.notices.tellAsker(tx, request, 'request-expiring', params, now);
  }

  private async takeBack(
    tx: EntityManager,
    { request, vm }: LockedRequest,
    placement: Placement | null,
    now: Date,
  ): Promise<void> {
    if (request.givenBackAt === null) await this.ends.takeBack(tx, request, vm, placement, now);
  }

  /** What was to be there at once could not be plugged in after all. */
  private async tellOfWaiting(tx: EntityManager, { request, vm }: LockedRequest, now: Date): Promise<void> {
    if (!vm || request.takesEffect !== 'now' || request.state !== 'approved') return;
    if ((await sizeEffects(tx, [vm.id])).get(vm.id) !== 'at-next-start') return;
    await this.record.set(tx, request, { takesEffect: 'at-next-start' });
    await this.record.recordEvent(tx, request);
    await this.notices.tellAsker(tx, request, 'size-at-next-start', {}, now);
  }

  /** One that cannot be done now holds up no other; the next round tries again. */
  private async attempt(
    id: string,
    work: (tx: EntityManager, locked: LockedRequest, placement: Placement | null) => Promise<void>,
    asksHost = false,
  ): Promise<void> {
    try {
      const { manager } = this.dataSource;
      const found = await manager.findOneBy(ResourceRequestEntity, { id });
      if (!found) return;
      // Before the transaction: no lock waits for libvirt.
      const placement = asksHost ? await placementFor(manager, this.placements, found) : null;
      await decideOn(this.dataSource, found, (tx, locked) => work(tx, locked, placement));
    } catch (error) {
      if (error instanceof ProblemError) this.logger.warn(`Request ${id} waits: ${error.code}`);
      else this.logger.error(error);
    }
  }
}

const isNearer = (warning: (typeof WARNINGS)[number], than: (typeof WARNINGS)[number] | null) =>
  than === null || WARNINGS.indexOf(warning) > WARNINGS.indexOf(than);
