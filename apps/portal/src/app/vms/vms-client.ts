import { HttpClient, type HttpResourceRef, type HttpResponse, httpResource } from '@angular/common/http';
import { type ResourceRef, Service, inject } from '@angular/core';
import { rxResource, takeUntilDestroyed } from '@angular/core/rxjs-interop';
import {
  type CreateOperation,
  type CreateVm,
  Job,
  Operation,
  OperationSummary,
  type PlainAction,
  type RetryVm,
  type SetGuestPassword,
  type UpdateVm,
  Vm,
  type VmFilter,
  type VmListFilter,
  allowedActions,
  stateDuring,
} from '@vm-manager/contracts';
import { type Observable, Subject, auditTime, firstValueFrom, map } from 'rxjs';
import * as z from 'zod';
import { EventFeed } from '../events/event-feed';
import { isUnderWay } from './job-words';
import { withJob, withVm } from './pushed';
import { type StateCounts, stateCounts } from './state-counts';
import type { RemakeAction } from './offered-actions';

const Vms = z.array(Vm);
const Jobs = z.array(Job);
const Operations = z.array(OperationSummary);

const COUNTS_PAUSE_MS = 2_000;

/** What a list of many asks the API for. */
export type VmQuery = Partial<Omit<VmListFilter, 'after' | 'limit'>>;

export interface VmPage {
  readonly vms: readonly Vm[];
  /** Of the whole list. */
  readonly total: number;
  /** Where it goes on; null at the end. */
  readonly next: string | null;
}

@Service()
export class VmsClient {
  private readonly http = inject(HttpClient);
  private readonly feed = inject(EventFeed);
  private pushes = 0;
  /** By VM: which of all pushes was the last about it. */
  private readonly lastPush = new Map<string, number>();

  constructor() {
    this.feed.on('vm', ({ id }) => this.lastPush.set(id, ++this.pushes));
    this.feed.on('job', ({ vmId }) => {
      if (vmId !== null) this.lastPush.set(vmId, ++this.pushes);
    });
  }

  /** The VMs of one owner, kept current by pushes; undefined means wait. Call in an injection context. */
  ofOwner(owner: () => string | undefined): HttpResourceRef<Vm[] | undefined> {
    return this.keptCurrent(
      () => {
        const id = owner();
        return id ? { url: '/api/vms', params: { owner: id } } : undefined;
      },
      (vm) => vm.owner.id === owner(),
    );
  }

  /** Of all that the caller may see. */
  firstPage(query: VmQuery, limit: number): Observable<VmPage> {
    return this.page('/api/vms', { ...query, limit });
  }

  nextPage(next: string): Observable<VmPage> {
    return this.page(next);
  }

  /** The VMs of a group's members, kept current by pushes; `owners` are the members. Call in an injection context. */
  ofGroup(groupId: () => string, owners: () => ReadonlySet<string>): HttpResourceRef<Vm[] | undefined> {
    return this.keptCurrent(
      () => ({ url: '/api/vms', params: { group: groupId() } }),
      (vm) => owners().has(vm.owner.id),
    );
  }

  /** Of all that the caller may see: those whose last job goes on, waits its turn or failed. Call in an injection context. */
  withOpenJobs(): HttpResourceRef<Vm[] | undefined> {
    return this.keptCurrent(
      () => ({ url: '/api/vms', params: { tasks: 'open' } }),
      ({ job }) => job !== null && (isUnderWay(job) || job.state === 'failed'),
    );
  }

  /**
   * How many the caller may see, in each state; one VM alone is read for it. Pushes do not say in which state a VM was before,
   * so that counts are read anew, at most once a pause. Call in an injection context.
   */
  counts(): ResourceRef<StateCounts | undefined> {
    const counts = rxResource({
      stream: () =>
        this.http
          .get('/api/vms', { params: { limit: 1 }, observe: 'response' })
          .pipe(map(({ headers }) => stateCounts(headers.get('X-State-Counts') ?? ''))),
    });
    const pushes = new Subject<void>();
    pushes.pipe(auditTime(COUNTS_PAUSE_MS), takeUntilDestroyed()).subscribe(() => counts.reload());
    this.feed.on('vm', () => pushes.next());
    this.feed.onReopened(() => counts.reload());
    return counts;
  }

  /** An empty id means: none is wanted. */
  one(id: () => string): HttpResourceRef<Vm | undefined> {
    const url = () => (id() ? `/api/vms/${id()}` : undefined);
    const vm = httpResource(url, { parse: (body) => Vm.parse(body) });
    this.feed.on('vm', (pushed) => {
      if (pushed.id !== id()) return;
      if ('gone' in pushed) vm.reload();
      else vm.set(pushed);
    });
    this.feed.on('job', (job) => vm.hasValue() && vm.update((known) => known && withJob(known, job)));
    this.feed.onReopened(() => vm.reload());
    return vm;
  }

  jobs(vmId: () => string): HttpResourceRef<Job[] | undefined> {
    const jobs = httpResource(() => `/api/vms/${vmId()}/jobs`, { parse: (body) => Jobs.parse(body) });
    this.feed.on('job', (job) => {
      if (job.vmId !== vmId() || !jobs.hasValue()) return;
      jobs.update((known) => {
        const others = known?.filter(({ id }) => id !== job.id) ?? [];
        return [job, ...others].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
      });
    });
    this.feed.onReopened(() => jobs.reload());
    return jobs;
  }

  create(request: CreateVm): Promise<Vm> {
    return this.answered(this.http.post('/api/vms', request));
  }

  update({ id }: Pick<Vm, 'id'>, change: UpdateVm): Promise<Vm> {
    return this.answered(this.http.patch(`/api/vms/${id}`, change));
  }

  /** What was asked for is on screen at once; a refusal shows the machine as it is. */
  async act(vm: Vm, action: PlainAction): Promise<Vm> {
    const path = `/api/vms/${vm.id}`;
    const state = stateDuring(action);
    if (state)
      this.feed.publish('vm', { ...vm, state, allowedActions: allowedActions({ state, busy: true }) });
    try {
      return await this.answered(
        action === 'delete' ? this.http.delete(path) : this.http.post(`${path}/${action}`, null),
      );
    } catch (error) {
      if (state) await this.answered(this.http.get(path)).catch(() => this.feed.publish('vm', vm));
      throw error;
    }
  }

  /** Makes a failed machine anew; `retry` may do without passwords while those of the failed try are kept. */
  remake({ id }: Pick<Vm, 'id'>, action: RemakeAction, passwords: RetryVm): Promise<Vm> {
    return this.answered(this.http.post(`/api/vms/${id}/${action}`, passwords));
  }

  setPassword(vm: Vm, request: SetGuestPassword): Promise<unknown> {
    return firstValueFrom(this.http.post(`/api/vms/${vm.id}/passwords`, request));
  }

  /** The same for several, in one call. */
  async order(request: CreateOperation): Promise<Operation> {
    return Operation.parse(await firstValueFrom(this.http.post('/api/operations', request)));
  }

  /** One's own, newest first. */
  async operations(): Promise<OperationSummary[]> {
    return Operations.parse(await firstValueFrom(this.http.get('/api/operations')));
  }

  async operation(id: string): Promise<Operation> {
    return Operation.parse(await firstValueFrom(this.http.get(`/api/operations/${id}`)));
  }

  async cancelOperation(id: string): Promise<Operation> {
    return Operation.parse(await firstValueFrom(this.http.post(`/api/operations/${id}/cancel`, null)));
  }

  cancel(job: Job): Promise<unknown> {
    return firstValueFrom(this.http.post(`/api/jobs/${job.id}/cancel`, null));
  }

  log(jobId: string): Promise<string> {
    return firstValueFrom(this.http.get(`/api/jobs/${jobId}/log`, { responseType: 'text' }));
  }

  screenshot(vmId: string, width: number): Promise<Blob> {
    const headers = { Accept: 'image/webp, image/png;q=0.9' };
    return firstValueFrom(
      this.http.get(`/api/vms/${vmId}/screenshot`, { params: { width }, headers, responseType: 'blob' }),
    );
  }

  private page(url: string, params?: Record<string, string | number>): Observable<VmPage> {
    const answer = this.http.get(url, { ...(params && { params }), observe: 'response' });
    return answer.pipe(
      map(({ body, headers }: HttpResponse<object>) => {
        const vms = Vms.parse(body);
        const next = /<([^>]+)>; rel="next"/.exec(headers.get('Link') ?? '')?.[1];
        return { vms, total: Number(headers.get('X-Total-Count') ?? vms.length), next: next ?? null };
      }),
    );
  }

  private async answered(call: ReturnType<HttpClient['post']>): Promise<Vm> {
    const asked = this.pushes;
    const vm = await firstValueFrom(call.pipe(map((body) => Vm.parse(body))));
    // A push overtook the answer, such as of a job that has ended by now: what is so is asked anew.
    if ((this.lastPush.get(vm.id) ?? 0) > asked) {
      const now = await this.answered(this.http.get(`/api/vms/${vm.id}`)).catch(() => null);
      return now ?? vm;
    }
    this.feed.publish('vm', vm);
    return vm;
  }

  private keptCurrent(
    request: () => { url: string; params: VmFilter } | undefined,
    belongs: (vm: Vm) => boolean,
  ): HttpResourceRef<Vm[] | undefined> {
    const vms = httpResource(request, { parse: (body) => Vms.parse(body) });
    const patch = (change: (known: Vm[]) => Vm[]) =>
      vms.hasValue() && vms.update((known) => known && change(known));
    this.feed.on('vm', (pushed) => patch((known) => withVm(known, pushed, belongs)));
    this.feed.on('job', (job) => patch((known) => known.map((vm) => withJob(vm, job))));
    this.feed.onReopened(() => vms.reload());
    return vms;
  }
}
