import { setTimeout as pause } from 'node:timers/promises';
import { LdapSession, type ConnectionSettings } from './ldap-session.js';

/** A server that says nothing for so long is given up. */
const CONNECTS_WITHIN_MS = 3_000;
/** When a server has not answered by then, the next in the list is tried as well. */
const HEAD_START_MS = 600;
/** For so long, the server that answered last is asked first. */
const PREFERRED_FOR_MS = 60_000;

/** None of the servers can be used; `message` says why, of each. */
export class DirectoryAway extends Error {
  override readonly name = 'DirectoryAway';
}

/** Connections to the first server in the list that answers. Each sign-in has its own: none waits behind another. */
export class LdapSessions {
  private preferred: { url: string; until: number } | undefined;

  constructor(
    private readonly settings: ConnectionSettings & { urls: readonly string[] },
    private readonly password: string | null,
  ) {}

  /** Rejects with `DirectoryAway` when none answers, with the signal's reason when that aborts first. */
  async open(signal: AbortSignal, now = Date.now()): Promise<LdapSession> {
    const over = new AbortController();
    const tries: Promise<LdapSession>[] = [];
    const troubles: string[] = [];
    for (const url of this.inOrder(now)) {
      const attempt = this.tryOne(url, AbortSignal.any([signal, over.signal]), troubles);
      tries.push(attempt);
      const headStart = new AbortController();
      const settled = attempt.then(
        () => true,
        () => false,
      );
      const isOpen = await Promise.race([settled, pause(HEAD_START_MS, false, { signal: headStart.signal })]);
      headStart.abort();
      if (isOpen) break;
    }
    const first = await Promise.any(tries).catch(() => null);
    over.abort(new Error('Another server was faster.'));
    for (const attempt of tries) void attempt.then((late) => late !== first && late.close(), noop);
    signal.throwIfAborted();
    if (!first) throw new DirectoryAway(troubles.join('; '));
    this.preferred = { url: first.url, until: now + PREFERRED_FOR_MS };
    return first;
  }

  private inOrder(now: number): string[] {
    const { preferred } = this;
    const isPreferred = (url: string) =>
      preferred !== undefined && now < preferred.until && url === preferred.url;
    return [...this.settings.urls].sort(
      (one, other) => Number(isPreferred(other)) - Number(isPreferred(one)),
    );
  }

  private async tryOne(url: string, signal: AbortSignal, troubles: string[]): Promise<LdapSession> {
    try {
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(CONNECTS_WITHIN_MS)]);
      return await LdapSession.open(url, this.settings, this.password, inTime);
    } catch (error) {
      troubles.push(`${url}: ${error instanceof Error ? error.message || error.name : String(error)}`);
      throw error;
    }
  }
}

const noop = () => undefined;
