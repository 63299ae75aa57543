import { expect, it } from '@jest/globals';
import type { Vm } from '@vm-manager/contracts';
import type { Actor } from '../../access/identity/actor.js';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { KnownTemplate, TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import type { ConsoleRights } from './console-rights.js';
import type { ConsoleTickets } from './console-tickets.js';
import { ConsoleService } from './console.service.js';
import type { ConsoleGrant } from './open-consoles.js';

const actor: Actor = {
  id: 'alice-id',
  username: 'alice',
  displayName: 'Alice',
  role: 'student',
  groups: [],
  language: 'fr',
  sessionId: 'browser',
  scope: null,
  address: null,
};

const VIEW = { mode: 'view', kind: 'screen' } as const;
const VM = { templateId: 'debian-server' } as Vm;
const TEMPLATE = {
  file: { keyboard: 'xkb:fr(oss)', consoles: ['screen'], hardware: { clipboard: true } },
} as KnownTemplate;

function serviceWhere(checkMayOpen: () => Promise<Vm>, template?: KnownTemplate) {
  const issued: ConsoleGrant[] = [];
  const issue = async (grant: ConsoleGrant) => {
    issued.push(grant);
    return { value: 'abc', expiresAt: new Date(0) };
  };
  const service = new ConsoleService(
    { checkMayOpen } as Pick<ConsoleRights, 'checkMayOpen'> as ConsoleRights,
    { issue } as Pick<ConsoleTickets, 'issue'> as ConsoleTickets,
    { find: async () => template } as Pick<TemplateCatalogue, 'find'> as TemplateCatalogue,
  );
  return { service, issued };
}

it('binds the ticket to person, session, VM and mode, and speaks TLS where the portal does', async () => {
  const { service, issued } = serviceWhere(async () => VM, TEMPLATE);
  expect(await service.open(actor, 'vm', VIEW, 'https://vm-manager.iris.example')).toEqual({
    url: 'wss://vm-manager.iris.example/api/console',
    protocols: ['binary', 'ticket.abc'],
    expiresAt: '1970-01-01T00:00:00.000Z',
    keyboard: 'xkb:fr(oss)',
    consoles: ['screen'],
    clipboard: false,
  });
  expect(issued).toEqual([
    { userId: 'alice-id', sessionId: 'browser', vmId: 'vm', mode: 'view', kind: 'screen' },
  ]);
});

it('offers the clipboard of a guest that has one to who controls, and to nobody who watches', async () => {
  const asked = async (mode: 'control' | 'view', template: KnownTemplate) => {
    const { service } = serviceWhere(async () => VM, template);
    return (await service.open(actor, 'vm', { mode, kind: 'screen' }, 'http://a')).clipboard;
  };
  const without = { file: { ...TEMPLATE.file, hardware: { video: 'vga', tablet: 'usb' } } } as KnownTemplate;
  expect([await asked('control', TEMPLATE), await asked('view', TEMPLATE)]).toEqual([true, false]);
  expect(await asked('control', without)).toBe(false);
});

it('gives no ticket for a line that the template does not list', async () => {
  const { service, issued } = serviceWhere(async () => VM, TEMPLATE);
  const asked = service.open(actor, 'vm', { mode: 'control', kind: 'serial' }, 'http://a');
  await expect(asked).rejects.toMatchObject({ code: 'no-serial-line' });
  expect(issued).toEqual([]);
});

it('knows no keyboard of a machine whose template is gone', async () => {
  const { service } = serviceWhere(async () => VM);
  expect(await service.open(actor, 'vm', { mode: 'control', kind: 'screen' }, 'http://a')).toMatchObject({
    keyboard: null,
  });
});

it('issues nothing to who may not open the console', async () => {
  const { service, issued } = serviceWhere(() => Promise.reject(new ProblemError('not-found')));
  await expect(service.open(actor, 'vm', VIEW, 'http://a')).rejects.toMatchObject({ code: 'not-found' });
  expect(issued).toEqual([]);
});
