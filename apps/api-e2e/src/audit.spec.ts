import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AuditEntry, ConsoleTicket } from '@vm-manager/contracts';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { ApiProcess } from './support/api-process.js';
import { askDatabase } from './support/database.js';
import { eventually } from './support/eventually.js';
import { Installation } from './support/installation.js';
import { Viewer } from './support/viewer.js';
import { json, signIn, type Visitor } from './support/visitor.js';

let installation: Installation;
let api: ApiProcess;
let alice: Visitor;
let prof: Visitor;
let admin: Visitor;

beforeAll(async () => {
  installation = await Installation.make();
  await start();
});
afterAll(() => installation.dispose());

async function start(env: Record<string, string> = {}): Promise<void> {
  api = await installation.start(env);
  [alice, prof, admin] = await Promise.all([signIn(api, 'alice'), signIn(api, 'prof'), signIn(api, 'admin')]);
}

const read = async (query: string): Promise<AuditEntry[]> =>
  z.array(AuditEntry).parse(await json(await admin.get(`/api/audit?${query}`), 200));
const inOrder = (lines: AuditEntry[]) => lines.map(({ action, outcome }) => `${action} ${outcome}`).reverse();

it('tells what was asked of a VM, by whom, and which of it failed', async () => {
  const vm = await alice.created('serveur');
  await alice.act(vm.id, 'passwords', { account: 'root', password: 'Nouveau-mot 3' });
  await alice.reached(vm.id, 'running');
  // Switched off at once, the guest cannot be asked any more.
  await installation.host.change(vm.id, { obeys: false });
  const { job } = await prof.act(vm.id, 'shutdown');
  await eventually('it is being asked', async () => (await alice.job(job!.id)).step === 'ask-guest');
  await rm(join(installation.host.folder, 'domain', `${vm.id}.json`));
  await alice.ended(job!.id);
  await alice.remove(vm.id);
  await alice.gone(vm.id);

  const lines = await read(`object=${vm.id}`);
  expect(inOrder(lines)).toEqual([
    'vm.create done',
    'vm.set-password done',
    'vm.shutdown done',
    'vm.shutdown failed',
    'vm.delete done',
  ]);
  const [, failed, asked, password] = lines;
  for (const line of [failed, asked])
    expect(line).toMatchObject({
      actor: { username: 'prof' },
      onBehalfOf: { username: 'alice' },
      object: { name: 'serveur' },
      details: { jobId: job!.id },
    });
  expect(failed?.details['problem']).toEqual(expect.any(String));
  expect(password?.details).toEqual({ account: 'root', jobId: expect.any(String) });
});

it('tells that a job was called off', async () => {
  const vm = await alice.create('abandon');
  await json(await prof.send('POST', `/api/jobs/${vm.job!.id}/cancel`), 200);
  await alice.ended(vm.job!.id);
  const [line] = await read(`object=${vm.id}&action=vm.cancel-job`);
  expect(line).toMatchObject({
    actor: { username: 'prof' },
    onBehalfOf: { username: 'alice' },
    object: { name: 'abandon' },
    details: { kind: 'create' },
  });
});

it('tells who had which screen open, how and for how long, and that someone was not let in', async () => {
  const vm = await alice.created('ecran');
  const answer = await prof.send('POST', `/api/vms/${vm.id}/console`, { mode: 'view' });
  const ticket = ConsoleTicket.parse(await json(answer, 201));
  expect((await Viewer.knock(ticket, { origin: 'https://evil.example' })).status).toBe(403);
  const { viewer } = await Viewer.knock(ticket);
  await viewer.shakeHands();
  expect(inOrder(await read('kind=console'))).toEqual(['console.open done']);
  viewer.socket.close();
  await eventually('the end is on record', async () => (await read('action=console.close'))[0]);
  const [closed, opened] = await read('kind=console');
  for (const line of [closed, opened])
    expect(line).toMatchObject({
      actor: { username: 'prof' },
      onBehalfOf: { username: 'alice' },
      object: { id: vm.id, name: 'ecran' },
      address: '127.0.0.1',
      details: { mode: 'view' },
    });
  expect(closed?.details).toMatchObject({ seconds: expect.any(Number), reason: 'finished' });
  const [refused] = await read('action=access.refused');
  expect(refused?.details).toMatchObject({ problem: 'foreign-origin', path: '/api/console' });
});

it('tells that a console was open when the portal stopped', async () => {
  const [vm] = await alice.vms('?state=running');
  const ticket = await json(await alice.send('POST', `/api/vms/${vm!.id}/console`, { mode: 'control' }), 201);
  const { viewer } = await Viewer.knock(ConsoleTicket.parse(ticket));
  await viewer.shakeHands();
  await api.interrupt();
  await start();
  const [closed] = await read('action=console.close&person=alice');
  expect(closed?.details).toMatchObject({ mode: 'control', reason: 'restarting' });
});

it('tells which settings and templates were changed while it was stopped, and no value', async () => {
  expect(await read('action=platform.configuration&limit=1')).toEqual([]);
  await api.interrupt();
  await start({ VMM_AUDIT_DAYS: '123', VMM_JOBS_PER_HOST: '3', SMTP_HOST: 'mail.lycee.example' });
  const [line, ...others] = await read('action=platform.configuration');
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    actor: null,
    details: { added: ['SMTP_HOST'], changed: ['VMM_AUDIT_DAYS', 'VMM_JOBS_PER_HOST'], removed: [] },
  });
  expect(await read('action=template.change')).toEqual([]);
  await askDatabase(
    installation.dataDir,
    `UPDATE last_recorded SET fingerprints = fingerprints - 'debian-server' || '{"debian-old": "x"}'
      WHERE subject = 'templates'`,
  );
  await api.interrupt();
  await start({ VMM_AUDIT_DAYS: '123', VMM_JOBS_PER_HOST: '3', SMTP_HOST: 'mail.lycee.example' });
  const changes = await read('action=template.change');
  expect(changes.map(({ object, details }) => `${object?.name} ${String(details['change'])}`).sort()).toEqual(
    ['debian-old removed', 'debian-server added'],
  );
  expect(await read('action=platform.configuration')).toHaveLength(1);
});
