import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Routines } from '../../foundation/database/routines.js';
import { ConsoleViewers } from '../vms/console-viewers.js';
import { ConsoleAudit } from './console-audit.js';
import type { LiveConsole } from './open-consoles.js';

const EVERY_MS = 20_000;

/** Lets everyone who sees a VM know whom this process shows its screen. */
@Injectable()
export class ConsolePresence implements OnApplicationBootstrap {
  private readonly shown = new Set<LiveConsole>();

  constructor(
    private readonly viewers: ConsoleViewers,
    private readonly audit: ConsoleAudit,
    private readonly routines: Routines,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, atOnce: false };
    this.routines.start(ConsolePresence.name, when, () => this.refresh());
  }

  /** Before it is shown, until it ends. Rejects with `too-many-consoles`. */
  async enter(console: LiveConsole): Promise<void> {
    const { id, grant } = console;
    const { vmId, userId, mode, kind } = grant;
    await this.viewers.enter({ id, vmId, userId, mode, kind });
    if (console.signal.aborted) return;
    this.shown.add(console);
    console.signal.addEventListener('abort', () => this.shown.delete(console), { once: true });
  }

  private async refresh(): Promise<void> {
    await this.viewers.stillThere([...this.shown].map(({ id }) => id));
    await this.viewers.forgetLost(new Date(), (tx, lost) => this.audit.interrupted(tx, lost));
  }
}
