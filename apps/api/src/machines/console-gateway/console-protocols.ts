import type { IncomingMessage } from 'node:http';

export const CONSOLE_PATH = '/api/console';

/** The subprotocol that is spoken. */
export const BINARY = 'binary';

const TICKET = 'ticket.';

/** The subprotocol that carries a ticket: unlike a URL it is in no history and no log. */
export const ticketProtocol = (value: string) => `${TICKET}${value}`;

/** The ticket of an upgrade that also offers to speak `binary`; undefined unless there is exactly one. */
export function ticketOf(request: IncomingMessage): string | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const tickets = offered.filter((name) => name.startsWith(TICKET));
  if (!offered.includes(BINARY) || tickets.length !== 1) return undefined;
  return tickets[0]?.slice(TICKET.length);
}
