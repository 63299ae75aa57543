import { Injectable, Logger } from '@nestjs/common';
import type { Health, PartState } from '@vm-manager/contracts';
import { setTimeout as after } from 'node:timers/promises';
import { messageForLog } from '../logging/error-for-log.js';

const PATIENCE_MS = 3_000;
/** The outcome of an examination is reused for this long, so that frequent questions cost nothing. */
const SHARED_FOR_MS = 2_000;

/** Says how a part is by resolving, with a remark if there is one; rejects when it does not work. */
export type PartCheck = () => Promise<string | void>;

/** Only part of it works: rejecting with this makes us degraded at most, even for a part that is needed. */
export class Degraded extends Error {
  override readonly name = 'Degraded';
}

interface Part {
  check: PartCheck;
  needed: boolean;
  /** Expensive examinations are made less often. */
  everyMs: number;
}

interface PartHealth {
  status: PartState;
  detail?: string;
}

/** Features register here what they depend on. When a needed part fails, the whole is down; when another fails, degraded. */
@Injectable()
export class HealthParts {
  private readonly logger = new Logger(HealthParts.name);
  private readonly parts = new Map<string, Part>();
  private readonly found = new Map<string, { health: Promise<PartHealth>; until: number }>();
  private readonly logged = new Map<string, PartState>();

  register(
    name: string,
    check: PartCheck,
    { needed, everyMs = SHARED_FOR_MS }: { needed: boolean; everyMs?: number },
  ): void {
    this.parts.set(name, { check, needed, everyMs });
  }

  /** For those who run the platform: details name hosts, folders and servers. */
  async examine(): Promise<Health> {
    const examined = await Promise.all(
      [...this.parts].map(async ([name, part]) => [name, await this.shared(name, part)] as const),
    );
    const states = examined.map(([, { status }]) => status);
    const status = states.includes('down') ? 'down' : states.includes('degraded') ? 'degraded' : 'ok';
    return { status, parts: Object.fromEntries(examined) };
  }

  private shared(name: string, part: Part): Promise<PartHealth> {
    const known = this.found.get(name);
    if (known && performance.now() < known.until) return known.health;
    const fresh = { health: this.look(name, part), until: Infinity };
    this.found.set(name, fresh);
    void fresh.health.finally(() => (fresh.until = performance.now() + part.everyMs));
    return fresh.health;
  }

  private async look(name: string, { check, needed }: Part): Promise<PartHealth> {
    const { detail, trouble } = await outcomeOf(check);
    const status = trouble === null ? 'ok' : needed && !(trouble instanceof Degraded) ? 'down' : 'degraded';
    this.log(name, status, detail);
    return { status, ...(detail ? { detail } : {}) };
  }

  private log(name: string, status: PartState, detail: string): void {
    if ((this.logged.get(name) ?? 'ok') !== status) {
      if (status === 'ok') this.logger.log(`${name} is ok again`);
      else this.logger.warn(`${name} is ${status}: ${detail}`);
    }
    this.logged.set(name, status);
  }
}

/** Others than administrators learn the state of each part, but no reason and no place. */
export function withoutDetails({ status, parts }: Health): Health {
  return {
    status,
    parts: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, { status: part.status }])),
  };
}

async function outcomeOf(check: PartCheck): Promise<{ trouble: unknown; detail: string }> {
  const stop = new AbortController();
  const tooLate = after(PATIENCE_MS, undefined, { signal: stop.signal }).then(() => {
    throw new Error('no answer in time');
  });
  try {
    return { trouble: null, detail: (await Promise.race([check(), tooLate])) ?? '' };
  } catch (error) {
    return { trouble: error ?? 'unknown', detail: messageForLog(error) };
  } finally {
    stop.abort();
    tooLate.catch(() => undefined);
  }
}
