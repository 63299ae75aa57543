import { HttpClient, HttpContext, HttpContextToken } from '@angular/common/http';
import { Injector, Service, computed, inject, runInInjectionContext, signal } from '@angular/core';
import type { ChangePassword, CurrentUser, Language, SignIn } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import type { EventFeed } from '../events/event-feed';
import { toApiProblem } from '../http/api-problem';
import { Languages } from '../i18n/languages';

/** Marks calls for which "not signed in" is an answer and not the end of a session. */
export const MAY_BE_ANONYMOUS = new HttpContextToken(() => false);

const anonymous = { context: new HttpContext().set(MAY_BE_ANONYMOUS, true) };

/** Who is signed in in this browser. */
@Service()
export class Session {
  private readonly http = inject(HttpClient);
  private readonly languages = inject(Languages);
  private readonly injector = inject(Injector);
  private feed: Promise<EventFeed> | undefined;
  private readonly current = signal<CurrentUser | null | undefined>(undefined);
  private readonly channel = new BroadcastChannel('vmm-session');

  /** Null when nobody is signed in, undefined before the API has said. */
  readonly user = this.current.asReadonly();
  readonly seesOthers = computed(() => this.user()?.role === 'teacher' || this.user()?.role === 'admin');
  /** Set when the API could not be asked at all. */
  readonly unreachable = signal<unknown>(undefined);

  constructor() {
    // Another tab signed in or out: start afresh as whoever that is.
    this.channel.onmessage = () => location.reload();
  }

  async load(): Promise<CurrentUser | null> {
    const known = this.current();
    if (known !== undefined) return known;
    try {
      this.unreachable.set(undefined);
      return await this.become(await this.fetchSession());
    } catch (error) {
      const problem = toApiProblem(error);
      this.unreachable.set(problem);
      throw problem;
    }
  }

  async signIn(credentials: SignIn): Promise<void> {
    const answer = this.http.post('/api/auth/login', credentials, anonymous);
    await firstValueFrom(answer);
    await this.become(await this.fetchUser());
    this.channel.postMessage('changed');
  }

  /** The same person, over a page that waits: other tabs are not started afresh, as they may hold typed text too. */
  async signInAgain(credentials: SignIn): Promise<void> {
    await firstValueFrom(this.http.post('/api/auth/login', credentials, anonymous));
    (await this.feed)?.end();
    await this.become(await this.fetchUser());
  }

  async signOut(): Promise<void> {
    await firstValueFrom(this.http.post('/api/auth/logout', null, anonymous));
    await this.become(null);
    this.channel.postMessage('changed');
  }

  changePassword(change: ChangePassword): Promise<unknown> {
    return firstValueFrom(this.http.post('/api/auth/password', change));
  }

  async speak(language: Language): Promise<void> {
    await this.languages.choose(language);
    if (!this.current()) return;
    await firstValueFrom(this.http.patch('/api/auth/me', { language }));
    this.current.update((user) => user && { ...user, language });
  }

  /** The API no longer knows us. */
  expire(): void {
    void this.become(null);
  }

  private async become(user: CurrentUser | null): Promise<CurrentUser | null> {
    if (user?.language) await this.languages.speak(user.language);
    this.current.set(user);
    if (user) (await this.openFeed()).start();
    else (await this.feed)?.end();
    return user;
  }

  /** Events and their schemas come with the first page of somebody: the sign-in page does without. */
  private openFeed(): Promise<EventFeed> {
    this.feed ??= import('./signed-in').then(({ EventFeed }) => {
      const feed = this.injector.get(EventFeed);
      // A stream that ends may mean that the session has: ask, so that 401 leads to the sign-in page.
      runInInjectionContext(this.injector, () => feed.onLost(() => void this.check()));
      return feed;
    });
    // The next attempt tries again.
    this.feed.catch(() => (this.feed = undefined));
    return this.feed;
  }

  /** Nobody is an answer here: a refusal would stand in the console of every browser that comes to sign in. */
  private async fetchSession(): Promise<CurrentUser | null> {
    const { user } = await firstValueFrom(this.http.get<{ user: unknown }>('/api/auth/session'));
    if (user === null) return null;
    const { toCurrentUser } = await import('./signed-in');
    return toCurrentUser(user);
  }

  private async fetchUser(): Promise<CurrentUser> {
    const body = await firstValueFrom(this.http.get('/api/auth/me'));
    const { toCurrentUser } = await import('./signed-in');
    return toCurrentUser(body);
  }

  private async check(): Promise<void> {
    await this.fetchUser().catch(() => undefined); // the interceptor acts on 401; the rest shows as "interrupted"
  }
}
