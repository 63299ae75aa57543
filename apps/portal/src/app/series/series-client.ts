import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { type CreateSeries, Series, SeriesPlan } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';
import { reloadAfter } from '../events/reload-after';

const List = z.array(Series);
/** Thirty machines that are made together push a lot. */
const TOGETHER_MS = 1_000;

/** What is asked for. Passwords that a teacher types are for all. */
export type SeriesWish = Omit<CreateSeries, 'dryRun'>;

@Service()
export class SeriesClient {
  private readonly http = inject(HttpClient);

  /** Those of all classes within reach, newest first. This and the next: call in an injection context. */
  all(): HttpResourceRef<Series[] | undefined> {
    return reloadAfter(
      httpResource(() => '/api/series', { parse: (body) => List.parse(body) }),
      ['vm'],
      TOGETHER_MS,
    );
  }

  one(id: () => string): HttpResourceRef<Series | undefined> {
    return reloadAfter(
      httpResource(() => `/api/series/${id()}`, { parse: (body) => Series.parse(body) }),
      ['vm', 'job'],
      TOGETHER_MS,
    );
  }

  /** What it would be; nothing is made. */
  async plan(wish: SeriesWish): Promise<SeriesPlan> {
    return SeriesPlan.parse(await firstValueFrom(this.http.post('/api/series', { ...wish, dryRun: true })));
  }

  async create(wish: SeriesWish): Promise<Series> {
    return Series.parse(await firstValueFrom(this.http.post('/api/series', wish)));
  }

  async follow(id: string, followMembers: boolean): Promise<Series> {
    return Series.parse(await firstValueFrom(this.http.patch(`/api/series/${id}`, { followMembers })));
  }

  async retry(id: string, userId: string): Promise<Series> {
    return Series.parse(
      await firstValueFrom(this.http.post(`/api/series/${id}/members/${userId}/retry`, {})),
    );
  }

  async remove(id: string): Promise<Series> {
    return Series.parse(await firstValueFrom(this.http.delete(`/api/series/${id}`)));
  }
}
