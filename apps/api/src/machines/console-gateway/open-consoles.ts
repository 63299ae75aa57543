import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { ConsoleKind, ConsoleMode } from '@vm-manager/contracts';
import type { Socket } from 'node:net';
import type { Closing } from './closing.js';

/** Who may do what on which screen: what a ticket holds, and a console while it is open. */
export interface ConsoleGrant {
  readonly userId: string;
  readonly sessionId: string;
  readonly vmId: string;
  readonly mode: ConsoleMode;
  readonly kind: ConsoleKind;
}

/** Whether its keys reach the screen. A serial line belongs to whoever came last. */
export const isTyping = ({ mode, kind }: ConsoleGrant) => mode === 'control' && kind === 'screen';

/** In bytes. */
export interface ConsoleTraffic {
  readonly fromScreen: number;
  readonly toScreen: number;
}

/** One console, from the moment its ticket was redeemed, before its rights are checked again. */
export class LiveConsole {
  readonly id = randomUUID();
  /** Why it ends; set once. */
  closing: Closing | undefined;
  private mode: ConsoleMode = 'view';
  private readonly ending = new AbortController();
  private screen: Pick<Socket, 'bytesRead' | 'bytesWritten'> | undefined;

  constructor(readonly ticket: ConsoleGrant) {}

  /** What it may do now: less than its ticket says while somebody else types, and until that is known. */
  get grant(): ConsoleGrant {
    return { ...this.ticket, mode: this.mode };
  }

  serveAs(mode: ConsoleMode): void {
    this.mode = mode;
  }

  /** From now on its bytes go there and come from there. */
  joinTo(screen: Pick<Socket, 'bytesRead' | 'bytesWritten'>): void {
    this.screen = screen;
  }

  get traffic(): ConsoleTraffic {
    return { fromScreen: this.screen?.bytesRead ?? 0, toScreen: this.screen?.bytesWritten ?? 0 };
  }

  /** Aborts when the console has to end. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  close(closing: Closing): void {
    this.closing ??= closing;
    this.ending.abort(this.closing.reason);
  }
}

/** The consoles that this process serves. Streams live in a process, so this list does too; every process has its own. */
@Injectable()
export class OpenConsoles {
  private readonly consoles = new Set<LiveConsole>();
  private ended: ConsoleTraffic = { fromScreen: 0, toScreen: 0 };

  /** Listed until it is closed, so that rights lost from now on are noticed. */
  open(grant: ConsoleGrant): LiveConsole {
    const console = new LiveConsole(grant);
    this.consoles.add(console);
    const close = () => {
      this.consoles.delete(console);
      this.ended = sum(this.ended, console.traffic);
    };
    console.signal.addEventListener('abort', close, { once: true });
    return console;
  }

  all(): LiveConsole[] {
    return [...this.consoles];
  }

  /** What passed through all of them, also through those that are closed. */
  traffic(): ConsoleTraffic {
    return this.all().reduce((total, { traffic }) => sum(total, traffic), this.ended);
  }

  /** Closes those of this session, VM or person; of all of them when nothing is named. */
  closeFor(whose: Partial<Pick<ConsoleGrant, 'sessionId' | 'vmId' | 'userId'>>, closing: Closing): void {
    for (const console of this.consoles) {
      const { sessionId, vmId, userId } = { ...console.grant, ...whose };
      const { grant } = console;
      if (sessionId === grant.sessionId && vmId === grant.vmId && userId === grant.userId) {
        console.close(closing);
      }
    }
  }
}

const sum = (one: ConsoleTraffic, other: ConsoleTraffic): ConsoleTraffic => ({
  fromScreen: one.fromScreen + other.fromScreen,
  toScreen: one.toScreen + other.toScreen,
});
