import { request, type APIRequestContext } from '@playwright/test';
import type { BinnedVm, Job, Vm } from '@vm-manager/contracts';
import { PASSWORD, type Portal } from './portal.js';

const LOOK_EVERY_MS = 500;

export interface Wish {
  name: string;
  username: string;
  password: string;
  rootPassword: string;
}

/** Someone at the API, without a browser. */
export class Client {
  private constructor(readonly http: APIRequestContext) {}

  static async signedIn(portal: Pick<Portal, 'url'>, username: string, password = PASSWORD): Promise<Client> {
    const http = await request.newContext({ baseURL: portal.url, ignoreHTTPSErrors: true });
    const answer = await http.post('/api/auth/login', { data: { username, password } });
    if (!answer.ok()) throw new Error(`${username} cannot sign in: ${await answer.text()}`);
    return new Client(http);
  }

  async create(wish: Wish): Promise<Vm> {
    const smallest = { templateId: 'debian-server', vcpus: 1, memoryMiB: 512, diskGiB: 10 };
    const answer = await this.http.post('/api/vms', { data: { ...smallest, ...wish } });
    if (answer.status() !== 202) throw new Error(await answer.text());
    return (await answer.json()) as Vm;
  }

  /** Null when it is gone, or when the portal is down at the moment. */
  async vm(id: string): Promise<Vm | null> {
    const answer = await this.http.get(`/api/vms/${id}`).catch(() => null);
    return answer?.ok() ? ((await answer.json()) as Vm) : null;
  }

  async list(): Promise<Vm[]> {
    return (await (await this.http.get('/api/vms')).json()) as Vm[];
  }

  async log(jobId: string): Promise<string> {
    const answer = await this.http.get(`/api/jobs/${jobId}/log`).catch(() => null);
    return answer?.ok() ? answer.text() : '';
  }

  /** Waits for the job to end, whichever way. */
  async finished(vmId: string, withinMs: number): Promise<Job> {
    const seen = await until(
      async () => {
        const job = (await this.vm(vmId))?.job;
        return job && job.state !== 'queued' && job.state !== 'running' ? job : null;
      },
      withinMs,
      `the job of ${vmId} to end`,
    );
    return seen;
  }

  async remove(vmId: string, withinMs: number): Promise<void> {
    await this.http.delete(`/api/vms/${vmId}`);
    await this.gone(vmId, withinMs);
  }

  async gone(vmId: string, withinMs: number): Promise<void> {
    const isGone = async () => {
      const answer = await this.http.get(`/api/vms/${vmId}`).catch(() => null);
      return answer?.status() === 404 ? true : null;
    };
    await until(isGone, withinMs, `${vmId} to be gone`);
  }

  /** Everyone's, as an administrator may; waits until nothing of it is left. */
  async emptyBin(withinMs: number): Promise<void> {
    await this.http.delete('/api/bin');
    await until(async () => ((await this.bin()).length === 0 ? true : null), withinMs, 'the bin to be empty');
  }

  async bin(): Promise<BinnedVm[]> {
    return (await (await this.http.get('/api/bin')).json()) as BinnedVm[];
  }
}

/** The first answer that is not null. */
export async function until<T>(look: () => Promise<T | null>, withinMs: number, what: string): Promise<T> {
  for (const giveUpAt = Date.now() + withinMs; ;) {
    const seen = await look();
    if (seen !== null) return seen;
    if (Date.now() > giveUpAt) throw new Error(`Waited ${withinMs} ms for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
