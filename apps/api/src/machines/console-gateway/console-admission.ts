import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { credentialOf } from '../../access/sessions/credential.js';
import { Sessions } from '../../access/sessions/sessions.js';
import { OwnOrigin } from '../../foundation/http/own-origin.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { Closing } from './closing.js';
import { ticketOf } from './console-protocols.js';
import { ConsoleRights } from './console-rights.js';
import { ConsoleTickets } from './console-tickets.js';
import { OpenConsoles, type ConsoleGrant, type LiveConsole } from './open-consoles.js';
import { RightsWatch } from './rights-watch.js';

/** Decides about an upgrade before it happens. */
@Injectable()
export class ConsoleAdmission {
  constructor(
    private readonly ownOrigin: OwnOrigin,
    private readonly sessions: Sessions,
    private readonly tickets: ConsoleTickets,
    private readonly consoles: OpenConsoles,
    private readonly watch: RightsWatch,
    private readonly rights: ConsoleRights,
  ) {}

  /** A console to serve. Rejects with a ProblemError. */
  async admit(request: IncomingMessage): Promise<LiveConsole> {
    if (!this.ownOrigin.sent(request)) throw new ProblemError('foreign-origin');
    const value = ticketOf(request);
    const grant = value === undefined ? null : await this.tickets.redeem(value);
    if (!grant || !(await this.isShownByHolder(request, grant))) throw new ProblemError('not-signed-in');
    // Watched first and checked then: a right that is lost between the two is noticed by one of them.
    const console = this.watch.follow(this.consoles.open(grant));
    await this.rights.checkMayRedeem(grant).catch((refusal: unknown) => {
      console.close(Closing.RightsLost);
      throw refusal;
    });
    if (console.signal.aborted) throw new ProblemError('not-signed-in');
    return console;
  }

  /** A leaked ticket is of no use in another's browser; a script may show the ticket alone. */
  private async isShownByHolder(request: IncomingMessage, { sessionId }: ConsoleGrant): Promise<boolean> {
    const shown = credentialOf(request, this.ownOrigin.isOverTls(request));
    return shown === undefined || (await this.sessions.find(shown))?.id === sessionId;
  }
}
