import { HttpClient } from '@angular/common/http';
import { Service, type Signal, inject, linkedSignal, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { AuditEntry, type SchoolDay } from '@vm-manager/contracts';
import { type Observable, firstValueFrom, map } from 'rxjs';
import * as z from 'zod';
import { Messages } from '../ui/messages';
import type { AuditQuery } from './audit-query';

const PAGE_LINES = 100;
const Entries = z.array(AuditEntry);

interface Read {
  readonly query: AuditQuery;
  readonly entries: readonly AuditEntry[];
  readonly isEnd: boolean;
}

export interface AuditWriter {
  /** Undefined until the first answer; then what the last query found, while the next one is under way. */
  readonly read: Signal<Pick<Read, 'entries' | 'isEnd'> | undefined>;
  readonly error: Signal<unknown>;
  readonly isReadingOn: Signal<boolean>;
  readOn(): Promise<void>;
  reload(): void;
}

@Service()
export class AuditClient {
  private readonly http = inject(HttpClient);

  page(query: AuditQuery, before?: string): Observable<AuditEntry[]> {
    const params = { ...query, limit: PAGE_LINES, ...(before !== undefined && { before }) };
    return this.http.get('/api/audit', { params }).pipe(map((body) => Entries.parse(body)));
  }
}

/** The lines that a query finds, newest first, a hundred at a time. Call in an injection context. */
export function injectAuditLog(query: () => AuditQuery): AuditWriter {
  const client = inject(AuditClient);
  const notices = inject(Messages);
  const isReadingOn = signal(false);
  const found = rxResource({
    params: query,
    stream: ({ params }) =>
      client
        .page(params)
        .pipe(map((entries): Read => ({ query: params, entries, isEnd: entries.length < PAGE_LINES }))),
  });
  const shown = linkedSignal<Read | undefined, Read | undefined>({
    source: () => (found.hasValue() ? found.value() : undefined),
    computation: (now, last) => now ?? last?.value,
  });

  return {
    read: shown.asReadonly(),
    error: found.error,
    isReadingOn: isReadingOn.asReadonly(),
    async readOn() {
      const last = found.hasValue() ? found.value() : undefined;
      if (!last || last.isEnd || isReadingOn()) return;
      isReadingOn.set(true);
      const before = last.entries.at(-1)?.id;
      const more = await notices.attempt(() => firstValueFrom(client.page(last.query, before)));
      isReadingOn.set(false);
      // Another query may be on screen by now.
      if (!more || !found.hasValue() || found.value() !== last) return;
      found.set({ ...last, entries: [...last.entries, ...more], isEnd: more.length < PAGE_LINES });
    },
    reload: () => void found.reload(),
  };
}

/** Lines with the day that they belong to, days in the order of the lines. */
export function byDay(
  entries: readonly AuditEntry[],
  dayOf: (iso: string) => SchoolDay,
): { day: SchoolDay; entries: AuditEntry[] }[] {
  const days: { day: SchoolDay; entries: AuditEntry[] }[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
