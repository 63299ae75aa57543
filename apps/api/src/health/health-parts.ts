import { Injectable } from '@nestjs/common';
import type { Health, PartState } from '@vm-manager/contracts';
import { setTimeout as after } from 'node:timers/promises';

const PATIENCE_MS = 3_000;

/** Says how a part is by resolving, with a remark if there is one; rejects when it does not work. */
export type PartCheck = () => Promise<string | void>;

/** Features say here what they depend on. Without a needed part we are down; without another, degraded. */
@Injectable()
export class HealthParts {
  private readonly parts = new Map<string, { check: PartCheck; needed: boolean }>();

  register(name: string, check: PartCheck, { needed }: { needed: boolean }): void {
    this.parts.set(name, { check, needed });
  }

  async examine(): Promise<Health> {
    const examined = await Promise.all(
      [...this.parts].map(async ([name, { check, needed }]) => {
        const { detail, works } = await outcomeOf(check);
        const status: PartState = works ? 'ok' : needed ? 'down' : 'degraded';
        return [name, { status, ...(detail ? { detail } : {}) }] as const;
      }),
    );
    const states = examined.map(([, { status }]) => status);
    const status = states.includes('down') ? 'down' : states.includes('degraded') ? 'degraded' : 'ok';
    return { status, parts: Object.fromEntries(examined) };
  }
}

async function outcomeOf(check: PartCheck): Promise<{ works: boolean; detail: string }> {
  const stop = new AbortController();
  const tooLate = after(PATIENCE_MS, undefined, { signal: stop.signal }).then(() => {
    throw new Error('no answer in time');
  });
  try {
    return { works: true, detail: (await Promise.race([check(), tooLate])) ?? '' };
  } catch (error) {
    return { works: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    stop.abort();
    tooLate.catch(() => undefined);
  }
}
