import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Routines } from '../database/routines.js';
import { ConsoleViewers } from '../vms/console-viewers.js';
import type { OpenConsole } from './open-consoles.js';

const EVERY_MS = 20_000;

/** Lets everyone who sees a VM know whom this process shows its screen. */
@Injectable()
export class ConsolePresence implements OnApplicationBootstrap {
  private readonly logger = new Logger(ConsolePresence.name);
  private readonly shown = new Map<OpenConsole, string>();

  constructor(
    private readonly viewers: ConsoleViewers,
    private readonly routines: Routines,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, atOnce: false };
    this.routines.start(ConsolePresence.name, when, () => this.refresh());
  }

  /** Until the console ends. */
  show(console: OpenConsole): void {
    const id = randomUUID();
    const { vmId, userId, mode } = console.grant;
    this.shown.set(console, id);
    const entered = this.quietly(this.viewers.enter({ id, vmId, userId, mode }));
    const leave = () => {
      this.shown.delete(console);
      // In this order, however short the visit.
      void entered.then(() => this.quietly(this.viewers.leave(id, vmId)));
    };
    if (console.signal.aborted) leave();
    else console.signal.addEventListener('abort', leave, { once: true });
  }

  private async refresh(): Promise<void> {
    await this.viewers.stillThere([...this.shown.values()]);
    await this.viewers.forgetLost();
  }

  /** A screen is shown whether or not the database takes note of it. */
  private async quietly(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => this.logger.warn(error));
  }
}
