import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { RightsChanges } from '../../access/sessions/rights-changes.js';
import { SessionEnds } from '../../access/sessions/session-ends.js';
import { Notifications } from '../../foundation/database/notifications.js';
import { EVENT_CHANNEL } from '../../messages/events/event-log.js';
import { EventEntity } from '../../messages/events/event.entity.js';
import { VmEntity } from '../vms/vm.entity.js';
import { Closing } from './closing.js';
import { ConsoleRights } from './console-rights.js';
import { merged } from './merged.js';
import { OpenConsoles, type LiveConsole } from './open-consoles.js';

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

  // What changed while one looks waits for the next look, all of it together: the number of looks does not grow with what happens.
  private readonly sweep = merged<null>(() => this.check(async () => this.consoles.all()));
  private readonly heard = merged<string>((eventIds) => this.check(() => this.ofVmsIn(eventIds)));
  private readonly rightsChanged = merged<string>((userIds) => this.check(() => this.concerning(userIds)));

  onModuleInit(): void {
    const sweeping = setInterval(() => this.sweep(null), SWEEP_INTERVAL);
    const changes = this.rightsChanges.all.subscribe((userId) => {
      if (userId === null) this.sweep(null);
      else if (this.isNeeded) this.rightsChanged(userId);
    });
    this.stops.push(
      () => clearInterval(sweeping),
      () => changes.unsubscribe(),
      this.notifications.listen(EVENT_CHANNEL, (eventId) => {
        if (this.isNeeded) this.heard(eventId);
      }),
    );
  }

  onModuleDestroy(): void {
    for (const stop of this.stops) stop();
  }

  /** From now on the console ends with its session. */
  follow(console: LiveConsole): LiveConsole {
    const ends = this.sessionEnds.of(console.grant.sessionId);
    const following = ends.subscribe(() => console.close(Closing.RightsLost));
    console.signal.addEventListener('abort', () => following.unsubscribe(), { once: true });
    return console;
  }

  private get isNeeded(): boolean {
    return this.consoles.all().length > 0;
  }

  private async ofVmsIn(eventIds: ReadonlySet<string>): Promise<LiveConsole[]> {
    const events = await this.dataSource
      .getRepository(EventEntity)
      .find({ where: { id: In([...eventIds]), kind: 'vm' }, select: { id: true, subjectId: true } });
    const vmIds = new Set(events.map(({ subjectId }) => subjectId));
    return this.consoles.all().filter(({ grant }) => vmIds.has(grant.vmId));
  }

  /** Both the consoles they hold and those that others hold on their VMs: a student may have left a teacher's group. */
  private async concerning(userIds: ReadonlySet<string>): Promise<LiveConsole[]> {
    const owned = await this.dataSource
      .getRepository(VmEntity)
      .find({ where: { ownerId: In([...userIds]) }, select: { id: true } });
    const vmIds = new Set(owned.map(({ id }) => id));
    return this.consoles.all().filter(({ grant }) => userIds.has(grant.userId) || vmIds.has(grant.vmId));
  }

  private async check(which: () => Promise<LiveConsole[]>): Promise<void> {
    try {
      const open = (await which()).filter(({ signal }) => !signal.aborted);
      if (open.length === 0) return;
      const losses = await this.rights.lossesOf(open.map(({ grant }) => grant));
      for (const [at, console] of open.entries()) {
        const loss = losses[at];
        if (loss) console.close(loss);
      }
    } catch (error) {
      // A database that is away takes no rights away; being connected again leads to another check.
      this.logger.warn(error);
    }
  }
}
