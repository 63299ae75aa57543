import type { IncomingMessage } from 'node:http';
import { expect, it } from '@jest/globals';
import { ticketOf } from './console-protocols.js';

const upgrade = (protocols?: string) =>
  ({ headers: protocols === undefined ? {} : { 'sec-websocket-protocol': protocols } }) as IncomingMessage;

it('finds the one ticket that is offered together with binary', () => {
  expect(ticketOf(upgrade('binary, ticket.abc'))).toBe('abc');
  expect(ticketOf(upgrade('ticket.abc,binary'))).toBe('abc');
});

it.each([undefined, '', 'binary', 'ticket.abc', 'binary, ticket.abc, ticket.abd', 'base64, ticket.abc'])(
  'finds none in %s',
  (protocols) => expect(ticketOf(upgrade(protocols))).toBeUndefined(),
);
