import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { Notice } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';
import { EventFeed } from '../events/event-feed';
import { Languages } from '../i18n/languages';
import { withAllRead, withNotice } from './notice-list';

const Notices = z.array(Notice);
const SHOWN = 30;

@Service()
export class NoticesClient {
  private readonly http = inject(HttpClient);
  private readonly feed = inject(EventFeed);
  private readonly languages = inject(Languages);

  /** The newest, kept current by pushes; their words come in the language on screen. Call in an injection context. */
  list(isNew: (notice: Notice) => void): HttpResourceRef<Notice[] | undefined> {
    const notices = httpResource(
      () => ({
        url: '/api/notices',
        params: { limit: SHOWN },
        headers: { 'Accept-Language': this.languages.active() },
      }),
      { parse: (body) => Notices.parse(body) },
    );
    this.feed.on('notice', (pushed) => {
      if (!notices.hasValue()) return;
      if (!notices.value().some(({ id }) => id === pushed.id)) isNew(pushed);
      notices.update((known) => known && withNotice(known, pushed));
    });
    this.feed.onReopened(() => notices.reload());
    return notices;
  }

  /** Adds those before the last one known; resolves with whether there may be still older ones. */
  async addOlder(notices: HttpResourceRef<Notice[] | undefined>): Promise<boolean> {
    const last = notices.value()?.at(-1);
    if (!last) return false;
    const call = this.http.get('/api/notices', {
      params: { limit: SHOWN, before: last.createdAt },
      headers: { 'Accept-Language': this.languages.active() },
    });
    const older = Notices.parse(await firstValueFrom(call));
    notices.update((known) => known && [...known, ...older]);
    return older.length === SHOWN;
  }

  /** Whether a list of so many may have ended before all were there. */
  mayGoOn(count: number): boolean {
    return count >= SHOWN;
  }

  async markRead(notice: Notice): Promise<void> {
    if (notice.readAt) return;
    await firstValueFrom(this.http.post(`/api/notices/${notice.id}/read`, null));
    this.feed.publish('notice', { ...notice, readAt: new Date().toISOString() });
  }

  async markAllRead(notices: HttpResourceRef<Notice[] | undefined>): Promise<void> {
    await firstValueFrom(this.http.post('/api/notices/read', null));
    notices.update((known) => known && withAllRead(known, new Date().toISOString()));
  }
}
