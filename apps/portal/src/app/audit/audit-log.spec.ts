import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideFace } from '../testing/face';
import { sampleEntry } from '../testing/sample-entry';
import { type AuditWriter, byDay, injectAuditLog } from './audit-log';
import type { AuditQuery } from './audit-query';

const lines = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => sampleEntry({ id: String(from - index) }));

describe('reading the audit log', () => {
  let api: HttpTestingController;
  let log: AuditWriter;
  const query = signal<AuditQuery>({});

  beforeEach(() => {
    query.set({});
    TestBed.configureTestingModule({
      providers: [provideFace(), provideHttpClient(), provideHttpClientTesting()],
    });
    api = TestBed.inject(HttpTestingController);
    log = TestBed.runInInjectionContext(() => injectAuditLog(query));
    TestBed.tick();
  });

  const call = (before: string | null) => api.expectOne((request) => request.params.get('before') === before);
  const ids = () => log.read()?.entries.map(({ id }) => id);

  it('goes on after the last line seen, until a page is not full', async () => {
    call(null).flush(lines(500, 100));
    await vi.waitFor(() => expect(log.read()?.isEnd).toBe(false));
    const reading = log.readOn();
    call('401').flush(lines(400, 7));
    await reading;
    expect([ids()?.length, ids()?.at(-1), log.read()?.isEnd]).toEqual([107, '394', true]);
    await log.readOn();
    api.verify();
  });

  it('adds nothing of an old query to a new one', async () => {
    call(null).flush(lines(500, 100));
    await vi.waitFor(() => expect(ids()).toHaveLength(100));
    const reading = log.readOn();
    query.set({ person: 'bob' });
    TestBed.tick();
    call(null).flush(lines(90, 2));
    await vi.waitFor(() => expect(ids()).toEqual(['90', '89']));
    call('401').flush(lines(400, 7));
    await reading;
    expect(ids()).toEqual(['90', '89']);
  });
});

describe('the days of the log', () => {
  it('hold their lines in order', () => {
    const days = byDay(
      [
        sampleEntry({ id: '3', at: '2026-11-05T12:00:00.000Z' }),
        sampleEntry({ id: '2', at: '2026-11-05T11:00:00.000Z' }),
        sampleEntry({ id: '1', at: '2026-11-03T12:00:00.000Z' }),
      ],
      (at) => at.slice(0, 10),
    );
    expect(days.map(({ entries }) => entries.map(({ id }) => id))).toEqual([['3', '2'], ['1']]);
  });
});
