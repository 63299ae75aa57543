import { DOCUMENT, Service, inject, signal } from '@angular/core';
import type { Vm } from '@vm-manager/contracts';
import { doToEach } from '../http/several';
import { injectTranslate } from '../i18n/translate';
import { Report } from '../ui/report';
import { VmsClient } from './vms-client';

/** What makes sense for a whole class; the rest is done machine by machine. */
export const FOR_SEVERAL = ['start', 'shutdown', 'delete'] as const;
export type ActionForSeveral = (typeof FOR_SEVERAL)[number];

export interface Progress {
  readonly action: ActionForSeveral;
  readonly total: number;
  readonly done: number;
  readonly refused: number;
}

/** Does the same to many machines. It goes on from page to page; only closing the tab would end it, and so asks first. */
@Service()
export class BulkWork {
  /** How far it is; undefined when nothing is under way. */
  readonly progress = signal<Progress | undefined>(undefined);
  private readonly client = inject(VmsClient);
  private readonly report = inject(Report);
  private readonly t = injectTranslate();
  private readonly window = inject(DOCUMENT).defaultView;

  async run(action: ActionForSeveral, vms: readonly Vm[]): Promise<void> {
    if (this.progress()) return;
    const start = { action, total: vms.length, done: 0, refused: 0 };
    this.progress.set(start);
    this.window?.addEventListener('beforeunload', askToStay);
    const outcomes = await doToEach(vms, (vm) => this.client.act(vm, action), {
      tell: ({ done, failed }) => this.progress.set({ ...start, done: done.length, refused: failed.length }),
    });
    this.window?.removeEventListener('beforeunload', askToStay);
    this.progress.set(undefined);
    this.report.tell(outcomes, {
      title: this.t.count('several.refused', outcomes.failed.length),
      done: this.t.count(`several.${action}-done`, outcomes.done.length),
      name: ({ name, owner }) => `${name} (${owner.displayName})`,
    });
  }
}

const askToStay = (event: Event) => event.preventDefault();
