import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { RightsChanges } from '../auth/rights-changes.js';
import { SessionEnds } from '../auth/session-ends.js';
import { Notifications } from '../database/notifications.js';
import { EVENT_CHANNEL } from '../events/event-log.js';
import { EventEntity } from '../events/event.entity.js';
import { VmEntity } from '../vms/vm.entity.js';
import { Closing } from './closing.js';
import { ConsoleRights } from './console-rights.js';
import { OpenConsoles, type OpenConsole } from './open-consoles.js';

/** Finds what nobody announced: a change by hand in the database. */
const SWEEP_INTERVAL = 15_000;

/** Closes this process's consoles when their holder's rights are lost, whichever process took them away. */
@Injectable()
export class RightsWatch implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(RightsWatch.name);
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly consoles: OpenConsoles,
    private readonly rights: ConsoleRights,
    private readonly sessionEnds: SessionEnds,
    private readonly rightsChanges: RightsChanges,
    private readonly notifications: Notifications,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    const sweep = () => void this.check(() => this.consoles.all());
    const sweeping = setInterval(sweep, SWEEP_INTERVAL);
    const changes = this.rightsChanges.all.subscribe((userId) =>
      userId === null ? sweep() : this.rightsChanged(userId),
    );
    this.stops.push(
      () => clearInterval(sweeping),
      () => changes.unsubscribe(),
      this.notifications.listen(EVENT_CHANNEL, (eventId) => this.heard(eventId)),
    );
  }

  onModuleDestroy(): void {
    for (const stop of this.stops) stop();
  }

  /** From now on the console ends with its session. */
  follow(console: OpenConsole): OpenConsole {
    const ends = this.sessionEnds.of(console.grant.sessionId);
    const following = ends.subscribe(() => console.close(Closing.RightsLost));
    console.signal.addEventListener('abort', () => following.unsubscribe(), { once: true });
    return console;
  }

  private heard(eventId: string): void {
    if (this.consoles.all().length === 0) return;
    void this.check(async () => {
      const event = await this.dataSource.getRepository(EventEntity).findOneBy({ id: eventId, kind: 'vm' });
      return this.consoles.all().filter(({ grant }) => grant.vmId === event?.subjectId);
    });
  }

  /** Both the consoles they hold and those that others hold on their VMs: a student may have left a teacher's group. */
  private rightsChanged(userId: string): void {
    if (this.consoles.all().length === 0) return;
    void this.check(async () => {
      const owned = await this.dataSource
        .getRepository(VmEntity)
        .find({ where: { ownerId: userId }, select: { id: true } });
      const vmIds = new Set(owned.map(({ id }) => id));
      return this.consoles.all().filter(({ grant }) => grant.userId === userId || vmIds.has(grant.vmId));
    });
  }

  /** One after the other: with hundreds of consoles open, the database has other things to do as well. */
  private async check(which: () => OpenConsole[] | Promise<OpenConsole[]>): Promise<void> {
    try {
      for (const console of await which()) {
        const loss = await this.rights.lossOf(console.grant);
        if (loss) console.close(loss);
      }
    } catch (error) {
      // A database that is away takes no rights away; being connected again leads to another check.
      this.logger.warn(error);
    }
  }
}
