import { Service, computed, inject, signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import type {
  CreateOperation,
  Job,
  Operation,
  OperationChild,
  OperationKind,
  Vm,
} from '@vm-manager/contracts';
import { EventFeed } from '../events/event-feed';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { RefusalsDialog, type Refusals } from '../ui/refusals-dialog';
import { VmsClient } from './vms-client';

/** What makes sense for a whole class; the rest is done machine by machine. */
export const FOR_SEVERAL = [
  'start',
  'shutdown',
  'make-restore-point',
  'revert',
  'delete',
] as const satisfies readonly OperationKind[];
export type ActionForSeveral = (typeof FOR_SEVERAL)[number];
/** Those that name a restore point. */
export type PointAction = Extract<ActionForSeveral, 'make-restore-point' | 'revert'>;

/** What is to be done, with the restore point's name where it has one. */
export type ForSeveral =
  | { readonly kind: Exclude<ActionForSeveral, PointAction> }
  | { readonly kind: PointAction; readonly name: string };

export interface Progress {
  readonly action: ActionForSeveral;
  readonly total: number;
  readonly done: number;
  readonly refused: number;
}

/** Does the same to many machines. The API goes on with it by itself: a browser that comes back later sees how far it is. */
@Service()
export class RunningOperation {
  private readonly operation = signal<Operation | undefined>(undefined);
  /** What the API has not taken in yet. */
  private readonly asked = signal<Progress | undefined>(undefined);
  /** How far it is; undefined when nothing is under way. */
  readonly progress = computed<Progress | undefined>(() => {
    const operation = this.operation();
    return operation ? progressOf(operation) : this.asked();
  });
  /** Half a machine is of no use to anyone: what is being deleted, or goes back, is not called off. */
  readonly mayCancel = computed(() => {
    const operation = this.operation();
    return operation !== undefined && operation.kind !== 'delete' && operation.kind !== 'revert';
  });
  private readonly client = inject(VmsClient);
  private readonly dialogs = inject(MatDialog);
  private readonly messages = inject(Messages);
  private readonly t = injectTranslate();
  private readonly feed = inject(EventFeed);
  private readonly names = new Map<string, string>();

  constructor() {
    this.feed.on('job', (job) => this.take(job));
    this.feed.onReopened(() => this.lookAgain());
    void this.lookAgain();
  }

  /** Resolves when everything is ordered, or refused. */
  async run(what: ForSeveral, vms: readonly Vm[]): Promise<void> {
    if (this.progress()) return;
    this.asked.set({ action: what.kind, total: vms.length, done: 0, refused: 0 });
    for (const { id, name, owner } of vms) this.names.set(id, `${name} (${owner.displayName})`);
    const request: CreateOperation = { ...what, vmIds: vms.map(({ id }) => id) };
    const ordered = await this.messages.attempt(() => this.client.order(request));
    this.asked.set(undefined);
    if (!ordered) return;
    this.follow(ordered);
    // A job may have ended before there was anything to follow.
    await this.lookAgain();
  }

  async cancel(): Promise<void> {
    const operation = this.operation();
    if (!operation) return;
    const left = await this.messages.attempt(() => this.client.cancelOperation(operation.id));
    if (left) this.follow(left);
  }

  private follow(operation: Operation): void {
    this.operation.update((known) => (operation.finishedAt ? undefined : withEnds(operation, known)));
    if (operation.finishedAt) this.tell(operation);
  }

  private take(job: Job): void {
    const operation = this.operation();
    if (!operation?.children.some((child) => child.job?.id === job.id)) return;
    const children = operation.children.map((child) =>
      child.job?.id === job.id ? { ...child, state: job.state, problem: job.problem, job } : child,
    );
    this.operation.set({ ...operation, children });
    // What became of the whole is the API's to say.
    if (children.every(hasEnded)) void this.lookAgain();
  }

  /** At the start, after a gap, and when all jobs have ended. Without an answer it is as far as it was. */
  private async lookAgain(): Promise<void> {
    try {
      const id = this.operation()?.id ?? (await this.idUnderWay());
      if (id) this.follow(await this.client.operation(id));
    } catch {
      // It is asked again after the next gap, or when the next job ends.
    }
  }

  private async idUnderWay(): Promise<string | undefined> {
    const all = await this.client.operations();
    return all.find(({ kind, finishedAt }) => !finishedAt && FOR_SEVERAL.some((action) => action === kind))
      ?.id;
  }

  private tell({ kind, state, children }: Operation): void {
    if (state === 'cancelled') return this.messages.tell(this.t('several.cancelled'));
    const action = FOR_SEVERAL.find((one) => one === kind);
    const done = children.filter((child) => child.state === 'succeeded').length;
    const sentence = action && done > 0 ? this.t.count(`several.${action}-done`, done) : '';
    const failed = children.filter((child) => child.state === 'failed');
    if (failed.length === 0) return sentence ? this.messages.tell(sentence) : undefined;
    const data: Refusals = {
      title: this.t.count('several.refused', failed.length),
      done: sentence,
      refused: failed.map(({ vmId, name, problem }) => ({
        name: this.names.get(vmId) ?? name ?? vmId,
        why: problem?.detail ?? '',
      })),
    };
    this.dialogs.open(RefusalsDialog, { data, width: '520px' });
  }
}

const hasEnded = ({ state }: OperationChild) => state !== 'queued' && state !== 'running';

/** An answer may be older than what was pushed: a job that has ended has ended. */
function withEnds(operation: Operation, known: Operation | undefined): Operation {
  const ended = new Map(known?.children.filter(hasEnded).map((child) => [child.vmId, child]));
  return { ...operation, children: operation.children.map((child) => ended.get(child.vmId) ?? child) };
}

function progressOf({ kind, children }: Operation): Progress | undefined {
  const action = FOR_SEVERAL.find((one) => one === kind);
  if (!action) return undefined;
  const isRefused = ({ job, state }: OperationChild) => job === null && state === 'failed';
  const refused = children.filter(isRefused).length;
  return { action, total: children.length, done: children.filter(hasEnded).length - refused, refused };
}
