import type { Problem, Quota, ResourceRequest, Vm } from '@vm-manager/contracts';
import { DataSource } from 'typeorm';
import { UserEntity } from '../../../access/identity/user.entity.js';
import { signIn, type Visitor } from '../../../testing/sign-in.js';
import type { TestApi } from '../../../testing/start-api.js';
import { until } from '../../../testing/until.js';
import { RequestUpkeep } from '../request-upkeep.js';

export const REASON = 'Pour le TP de supervision de la semaine prochaine.';
export const DAY_MS = 24 * 3600_000;
export const HOUR_MS = 3600_000;

/** People at one API, and what they do with requests. */
export class RequestsApi {
  private constructor(
    readonly api: TestApi,
    readonly alice: Visitor,
    readonly bob: Visitor,
    readonly prof: Visitor,
    readonly admin: Visitor,
    readonly ids: Record<string, string>,
  ) {}

  static async at(api: TestApi): Promise<RequestsApi> {
    const visitors = await Promise.all(['alice', 'bob', 'prof', 'admin'].map((name) => signIn(api, name)));
    const [alice, bob, prof, admin] = visitors as [Visitor, Visitor, Visitor, Visitor];
    const users = await api.app.get(DataSource).getRepository(UserEntity).find();
    const ids = Object.fromEntries(users.map(({ username, id }) => [username, id]));
    return new RequestsApi(api, alice, bob, prof, admin, ids);
  }

  async ask(who: Visitor, request: object): Promise<ResourceRequest> {
    return (await answer(
      await who.send('POST', '/api/requests', { reason: REASON, ...request }),
      201,
    )) as ResourceRequest;
  }

  async decide(
    who: Visitor,
    { id }: { id: string },
    decision: string,
    terms: object = {},
  ): Promise<ResourceRequest> {
    return (await answer(
      await who.send('POST', `/api/requests/${id}/${decision}`, terms),
      200,
    )) as ResourceRequest;
  }

  async refusal(who: Visitor, path: string, body?: object): Promise<Problem> {
    const response = await (body ? who.send('POST', path, body) : who.get(path));
    const problem = (await response.json()) as Problem;
    if (response.ok) throw new Error(`${path} was not refused: ${JSON.stringify(problem)}`);
    return problem;
  }

  async show(who: Visitor, { id }: { id: string }): Promise<ResourceRequest> {
    return (await answer(await who.get(`/api/requests/${id}`), 200)) as ResourceRequest;
  }

  async list(who: Visitor, query = ''): Promise<ResourceRequest[]> {
    return (await answer(await who.get(`/api/requests${query}`), 200)) as ResourceRequest[];
  }

  async quota(who: Visitor): Promise<Quota> {
    return (await answer(await who.get('/api/quota'), 200)) as Quota;
  }

  async notices(who: Visitor): Promise<{ kind: string; text: string; link: string }[]> {
    return (await answer(await who.get('/api/notices?limit=200'), 200)) as {
      kind: string;
      text: string;
      link: string;
    }[];
  }

  /** A new VM, running. */
  async vm(who: Visitor, name: string, size: object = {}): Promise<Vm> {
    const { id } = (await answer(
      await who.send('POST', '/api/vms', {
        name,
        templateId: 'debian-server',
        username: 'eleve',
        password: 'Mot-de-passe 1',
        rootPassword: 'Mot-de-racine 2',
        ...size,
      }),
      202,
    )) as Vm;
    return this.reached(who, id, 'running');
  }

  async act(who: Visitor, vmId: string, action: string, state: Vm['state']): Promise<Vm> {
    await answer(await who.send('POST', `/api/vms/${vmId}/${action}`), 202);
    return this.reached(who, vmId, state);
  }

  async vmNow(who: Visitor, id: string): Promise<Vm> {
    return (await answer(await who.get(`/api/vms/${id}`), 200)) as Vm;
  }

  async reached(who: Visitor, id: string, state: Vm['state']): Promise<Vm> {
    await until(`the VM is ${state}`, async () => {
      const vm = await this.vmNow(who, id);
      return vm.state === state && vm.job?.finishedAt !== null;
    });
    return this.vmNow(who, id);
  }

  /** Nothing is under way, and the VM has this size. */
  async settled(who: Visitor, id: string, size: object): Promise<void> {
    let seen: Partial<Vm> = {};
    const matches = () => Object.entries(size).every(([key, value]) => seen[key as keyof Vm] === value);
    await until(`the VM is ${JSON.stringify(size)}`, async () => {
      seen = await this.vmNow(who, id);
      return seen.job?.finishedAt !== null && matches();
    });
  }

  async remove(who: Visitor, id: string): Promise<void> {
    await answer(await who.send('DELETE', `/api/vms/${id}`), 202);
    await until('the VM is gone', async () => (await who.get(`/api/vms/${id}`)).status === 404);
  }

  /** As if it were then. */
  upkeepAt(at: number): Promise<void> {
    return this.api.app.get(RequestUpkeep).run(new Date(at));
  }
}

export const iso = (at: number) => new Date(at).toISOString();

async function answer(response: Response, status: number): Promise<unknown> {
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.url}: ${response.status} ${text}`);
  return JSON.parse(text);
}
