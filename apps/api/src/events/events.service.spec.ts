import { expect, it } from '@jest/globals';
import type { MessageEvent } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { Subject } from 'rxjs';
import type { DataSource } from 'typeorm';
import type { Actor } from '../auth/actor.js';
import type { EventEntity } from './event.entity.js';
import { EventsService } from './events.service.js';
import type { LiveEvent, LiveEvents } from './live-events.js';

const admin = { id: 'admin', role: 'admin', groups: [] as Actor['groups'] } as Actor;
const event = (id: string): LiveEvent => ({
  event: { id, kind: 'vm', subjectId: 'vm', ownerId: 'alice' } as EventEntity,
  text: () => ({ id }),
});

function streams() {
  const live = new Subject<LiveEvent>();
  const gaps = new Subject<void>();
  const missed = Promise.withResolvers<LiveEvent[]>();
  const events = { live, gaps, since: () => missed.promise } as unknown as LiveEvents;
  const service = new EventsService({ manager: {} } as DataSource, events);
  const told: MessageEvent[] = [];
  let ended = false;
  service
    .streamFor(admin, '1')
    .subscribe({ next: (message) => told.push(message), complete: () => (ended = true) });
  return { live, gaps, missed, ids: () => told.map(({ id }) => id), hasEnded: () => ended };
}

it('tells what was missed before what happens meanwhile', async () => {
  const { live, gaps, missed, ids } = streams();
  live.next(event('4'));
  await pause(10);
  missed.resolve([event('2'), event('3')]);
  await pause(10);
  live.next(event('5'));
  await pause(10);
  expect(ids()).toEqual([undefined, '2', '3', '4', '5']);
  gaps.next();
});

it('ends after a gap, with all its parts', async () => {
  const { live, gaps, hasEnded } = streams();
  expect(hasEnded()).toBe(false);
  gaps.next();
  expect(hasEnded()).toBe(true);
  expect(live.observed).toBe(false);
});
