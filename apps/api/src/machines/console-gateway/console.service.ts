import { Injectable } from '@nestjs/common';
import type { ConsoleMode, ConsoleTicket } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
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
  async open(actor: Actor, vmId: string, mode: ConsoleMode, origin: string): Promise<ConsoleTicket> {
    const { templateId } = await this.rights.checkMayOpen(actor, vmId);
    const template = await this.templates.find(templateId);
    const grant = { userId: actor.id, sessionId: actor.sessionId, vmId, mode };
    const { value, expiresAt } = await this.tickets.issue(grant);
    return {
      url: `${origin.replace(/^http/, 'ws')}${CONSOLE_PATH}`,
      protocols: [BINARY, ticketProtocol(value)],
      expiresAt: expiresAt.toISOString(),
      keyboard: template?.file.keyboard ?? null,
    };
  }
}
