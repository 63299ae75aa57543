import { Injectable } from '@nestjs/common';
import type { ConsoleTicket, OpenConsole } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { CONSOLE_PATH, ticketProtocol, BINARY } from './console-protocols.js';
import { ConsoleRights } from './console-rights.js';
import { ConsoleTickets } from './console-tickets.js';

/** Hands out tickets for consoles. */
@Injectable()
export class ConsoleService {
  constructor(
    private readonly rights: ConsoleRights,
    private readonly tickets: ConsoleTickets,
    private readonly templates: TemplateCatalogue,
  ) {}

  /** `origin` is where the browser finds us. */
  async open(
    actor: Actor,
    vmId: string,
    { mode, kind }: OpenConsole,
    origin: string,
  ): Promise<ConsoleTicket> {
    const { templateId } = await this.rights.checkMayOpen(actor, { vmId, mode });
    const template = await this.templates.find(templateId);
    const consoles = template?.file.consoles ?? ['screen'];
    if (!consoles.includes(kind)) throw new ProblemError('no-serial-line');
    const grant = { userId: actor.id, sessionId: actor.sessionId, vmId, mode, kind };
    const { value, expiresAt } = await this.tickets.issue(grant);
    return {
      url: `${origin.replace(/^http/, 'ws')}${CONSOLE_PATH}`,
      protocols: [BINARY, ticketProtocol(value)],
      expiresAt: expiresAt.toISOString(),
      keyboard: template?.file.keyboard ?? null,
      consoles,
      clipboard: mode === 'control' && kind === 'screen' && template?.file.hardware.clipboard === true,
    };
  }
}
