import { afterEach, expect, it } from '@jest/globals';
import type { MessageEvent } from '@nestjs/common';
import { setImmediate as turn } from 'node:timers/promises';
import { Subject, type Subscription } from 'rxjs';
import type { DataSource } from 'typeorm';
import type { Actor } from '../../access/identity/actor.js';
import type { EventEntity } from './event.entity.js';
import { EventsService, WAITING_AT_MOST } from './events.service.js';
import type { LiveEvent, LiveEvents } from './live-events.js';
import type { PassingEvents } from './passing-events.js';

const admin = { id: 'admin', role: 'admin', groups: [] as Actor['groups'] } as Actor;
const event = (id: string): LiveEvent => ({
  event: { id, kind: 'vm', subjectId: 'vm', ownerId: 'alice' } as EventEntity,
  text: () => ({ id }),
});

const open: Subscription[] = [];
// Each beats for as long as it is open.
afterEach(() => open.splice(0).forEach((stream) => stream.unsubscribe()));

function streams(ready: () => Promise<void> = async () => undefined) {
  const live = new Subject<LiveEvent>();
  const gaps = new Subject<void>();
  const missed = Promise.withResolvers<LiveEvent[]>();
  const events = { live, gaps, since: () => missed.promise } as unknown as LiveEvents;
  const passing = new Subject<MessageEvent>();
  const service = new EventsService({ manager: {} } as DataSource, events, {
    to: () => passing,
  } as unknown as PassingEvents);
  const told: MessageEvent[] = [];
  let ended = false;
  let cut = false;
  const reader = { ready, cut: () => void (cut = true) };
  open.push(
    service
      .streamFor(admin, '1', reader)
      .subscribe({ next: (message) => told.push(message), complete: () => (ended = true) }),
  );
  return {
    live,
    passing,
    gaps,
    missed,
    told,
    ids: () => told.map(({ id }) => id),
    hasEnded: () => ended,
    wasCut: () => cut,
  };
}

it('tells what was missed before what happens meanwhile', async () => {
  const { live, gaps, missed, ids } = streams();
  live.next(event('4'));
  await turn();
  missed.resolve([event('2'), event('3')]);
  await turn();
  live.next(event('5'));
  await turn();
  expect(ids()).toEqual(['1', '2', '3', '4', '5']);
  gaps.next();
});

it('tells what passes by under the number of the last event, with which the browser comes back', async () => {
  const { live, passing, missed, told } = streams();
  missed.resolve([event('7')]);
  await turn();
  for (const version of ['a', 'b']) passing.next({ type: 'picture', data: { version } });
  await turn();
  live.next(event('8'));
  await turn();
  expect(told.map(({ type, id, data }) => [type, id, data])).toEqual([
    ['hello', '1', ''],
    ['vm', '7', { id: '7' }],
    ['picture', '7', { version: 'a' }],
    ['picture', '7', { version: 'b' }],
    ['vm', '8', { id: '8' }],
  ]);
});

it('ends after a gap, with all its parts', async () => {
  const { live, gaps, hasEnded } = streams();
  expect(hasEnded()).toBe(false);
  gaps.next();
  expect(hasEnded()).toBe(true);
  expect(live.observed).toBe(false);
});

it('tells a reader who is not ready nothing more, of what was missed and of what happens, until they are', async () => {
  const turns: (() => void)[] = [];
  const { live, missed, ids } = streams(() => new Promise((resolve) => turns.push(resolve)));
  live.next(event('4'));
  missed.resolve([event('2'), event('3')]);
  for (const told of [[], ['2'], ['2', '3'], ['2', '3', '4']]) {
    await turn();
    expect(ids().slice(1)).toEqual(told);
    turns.shift()?.();
  }
});

it('cuts off a reader for whom too much waits', async () => {
  const { live, missed, wasCut } = streams(() => new Promise(() => undefined));
  missed.resolve([]);
  for (let id = 0; id < WAITING_AT_MOST; id++) live.next(event(String(id)));
  expect(wasCut()).toBe(false);
  live.next(event('one more'));
  expect(wasCut()).toBe(true);
});

it('keeps a reader to whom much was told, one after the other', async () => {
  const { live, missed, wasCut, ids } = streams();
  missed.resolve([]);
  for (let id = 0; id < WAITING_AT_MOST + 10; id++) {
    live.next(event(String(id)));
    if (id % 200 === 0) await turn();
  }
  await turn();
  expect(wasCut()).toBe(false);
  expect(ids()).toHaveLength(WAITING_AT_MOST + 11);
});
