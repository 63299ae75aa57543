import { CurrentUser, Job, Problem, Vm } from '@vm-manager/contracts';
import * as z from 'zod';
import { EventStream } from './event-stream.js';
import { eventually } from './eventually.js';
import { PASSWORD } from './installation.js';

const VMS = '/api/vms';

export const NEW_VM = {
  templateId: 'debian-server',
  username: 'eleve',
  password: 'Mot-de-passe 1',
  rootPassword: 'Mot-de-racine 2',
};

/** Someone with a browser, or not: sends its cookie and JSON. */
export class Visitor {
  constructor(
    readonly url: string,
    readonly cookie = '',
    readonly user?: CurrentUser,
  ) {}

  /** The same browser at another API process. */
  at({ url }: { url: string }): Visitor {
    return new Visitor(url, this.cookie, this.user);
  }

  send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  get(path: string, headers?: Record<string, string>): Promise<Response> {
    return this.send('GET', path, undefined, headers);
  }

  async problem(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
    const answer = await this.send(method, path, body, headers);
    const text = await answer.text();
    if (!answer.headers.get('content-type')?.startsWith('application/problem+json'))
      throw new Error(`${method} ${path}: ${answer.status} is no problem: ${text.slice(0, 500)}`);
    const problem = Problem.parse(JSON.parse(text));
    if (problem.status !== answer.status) throw new Error(`${text} came with ${answer.status}`);
    return problem;
  }

  async vms(query = ''): Promise<Vm[]> {
    return z.array(Vm).parse(await json(await this.get(`${VMS}${query}`), 200));
  }

  /** Null when it is gone, or never was theirs. */
  async vm(id: string): Promise<Vm | null> {
    const answer = await this.get(`${VMS}/${id}`);
    if (answer.status === 404) return null;
    return Vm.parse(await json(answer, 200));
  }

  async create(name: string, change: Record<string, unknown> = {}): Promise<Vm> {
    return Vm.parse(await json(await this.send('POST', VMS, { name, ...NEW_VM, ...change }), 202));
  }

  async act(id: string, action: string, body?: unknown): Promise<Vm> {
    return Vm.parse(await json(await this.send('POST', `${VMS}/${id}/${action}`, body), 202));
  }

  async remove(id: string): Promise<Vm> {
    return Vm.parse(await json(await this.send('DELETE', `${VMS}/${id}`), 202));
  }

  async job(id: string): Promise<Job> {
    return Job.parse(await json(await this.get(`/api/jobs/${id}`), 200));
  }

  async log(jobId: string): Promise<string> {
    return (await this.get(`/api/jobs/${jobId}/log`)).text();
  }

  /** The job once it has ended. */
  ended(jobId: string, options?: { within?: number }): Promise<Job> {
    let last: Job | undefined;
    return eventually(
      'the job ends',
      async () => {
        last = await this.job(jobId);
        return last.finishedAt ? last : undefined;
      },
      { ...options, seen: () => last },
    );
  }

  reached(vmId: string, state: Vm['state'], options?: { within?: number }): Promise<Vm> {
    let last: Vm | null;
    return eventually(
      `the VM is ${state}`,
      async () => {
        last = await this.vm(vmId);
        return last?.state === state && last.job?.finishedAt ? last : undefined;
      },
      { ...options, seen: () => last },
    );
  }

  gone(vmId: string, options?: { within?: number }): Promise<boolean> {
    let last: Vm | null;
    return eventually(
      'the VM is gone',
      async () => {
        last = await this.vm(vmId);
        return last === null;
      },
      { ...options, seen: () => last },
    );
  }

  /** A new VM, running. */
  async created(name: string, change?: Record<string, unknown>): Promise<Vm> {
    return this.reached((await this.create(name, change)).id, 'running');
  }

  events(headers: Record<string, string> = {}): Promise<EventStream> {
    return EventStream.open(`${this.url}/api/events`, { cookie: this.cookie, ...headers });
  }
}

export async function signIn({ url }: { url: string }, username: string): Promise<Visitor> {
  const credentials = { username, password: PASSWORD };
  const answer = await new Visitor(url).send('POST', '/api/auth/login', credentials);
  const user = CurrentUser.parse(await json(answer, 200));
  return new Visitor(url, answer.headers.getSetCookie()[0]?.split(';')[0], user);
}

const PLENTY = { vms: 100, vcpus: 100, memoryMiB: 1_000_000, diskGiB: 10_000 };

/** For who needs more than the default quota. */
export async function liftQuota(api: { url: string }, { user }: Visitor): Promise<void> {
  const admin = await signIn(api, 'admin');
  const limits = { ...PLENTY, runningVcpus: PLENTY.vcpus, runningMemoryMiB: PLENTY.memoryMiB };
  await json(await admin.send('PUT', `/api/users/${user?.id}/quota`, limits), 200);
}

export async function json(answer: Response, status: number): Promise<unknown> {
  const text = await answer.text();
  if (answer.status !== status) throw new Error(`${answer.url}: ${answer.status} ${text.slice(0, 1000)}`);
  return JSON.parse(text);
}
