import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Routines } from '../../foundation/database/routines.js';
import { ConsoleControls } from '../vms/console-controls.js';
import { ConsoleViewers } from '../vms/console-viewers.js';
import { Closing } from './closing.js';
import { ConsoleAudit } from './console-audit.js';
import { isTyping, type LiveConsole } from './open-consoles.js';

const EVERY_MS = 20_000;

/** Lets everyone who sees a VM know whom this process shows its screen. */
@Injectable()
export class ConsolePresence implements OnApplicationBootstrap {
  private readonly shown = new Set<LiveConsole>();

  constructor(
    private readonly viewers: ConsoleViewers,
    private readonly controls: ConsoleControls,
    private readonly audit: ConsoleAudit,
    private readonly routines: Routines,
  ) {}

  onApplicationBootstrap(): void {
    const when = { everyMs: EVERY_MS, atOnce: false };
    this.routines.start(ConsolePresence.name, when, () => this.refresh());
  }

  /** Before it is shown, until it ends; to watch only, while another types. Rejects with `too-many-consoles`. */
  async enter(console: LiveConsole): Promise<void> {
    const { id, ticket } = console;
    const { vmId, userId, mode, kind } = ticket;
    console.serveAs(await this.viewers.enter({ id, vmId, userId, mode, kind }));
    // What was passed on between the two, nobody has noticed.
    if (isTyping(console.grant) && (await this.controls.isWithAnother({ vmId, userId })))
      console.close(Closing.ControlPassed);
    if (console.signal.aborted) return;
    this.shown.add(console);
    console.signal.addEventListener('abort', () => this.shown.delete(console), { once: true });
  }

  private async refresh(): Promise<void> {
    await this.viewers.stillThere([...this.shown].map(({ id }) => id));
    await this.viewers.forgetLost(new Date(), (tx, lost) => this.audit.interrupted(tx, lost));
  }
}
