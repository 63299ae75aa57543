import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import type { Series, SeriesMember } from '@vm-manager/contracts';
import { toApiProblem } from '../http/api-problem';
import { PageTitle } from '../i18n/page-title';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';
import { ChosenBar } from '../ui/chosen-bar';
import { Confirm } from '../ui/confirm';
import { GhostRows } from '../ui/ghost-rows';
import { Messages } from '../ui/messages';
import { ProblemNote } from '../ui/problem-note';
import { Selection } from '../ui/selection';
import { JobProgress } from '../vms/job-progress';
import { SeveralVms } from '../vms/several-vms';
import { StateChip } from '../vms/state-chip';
import { TemplatesClient } from '../vms/templates-client';
import { VmsClient } from '../vms/vms-client';
import { SeriesClient } from './series-client';

/** Above this many, deleting wants the number typed. */
const TYPED_ABOVE = 10;

/** A series as it is now: whose machine is ready, which failed and why, which wait. */
@Component({
  selector: 'vmm-series-board',
  imports: [
    BlankSlate,
    ChosenBar,
    GhostRows,
    JobProgress,
    MatButton,
    MatCheckbox,
    MatIcon,
    ProblemNote,
    RouterLink,
    SeveralVms,
    StateChip,
  ],
  templateUrl: './series-board.html',
  styleUrl: './series-board.scss',
})
export class SeriesBoard {
  /** Route parameters: the class's, and the series'. */
  readonly id = input.required<string>();
  readonly seriesId = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly templates = inject(TemplatesClient);
  private readonly client = inject(SeriesClient);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  protected readonly series = this.client.one(this.seriesId);
  protected readonly rows = computed(() =>
    (this.series.hasValue() ? this.series.value().members : []).map((member) => ({
      ...member,
      id: member.user.id,
    })),
  );
  protected readonly failed = computed(() => this.rows().filter(({ state }) => state === 'failed').length);
  protected readonly waiting = computed(() => this.rows().filter(({ state }) => state === 'queued').length);
  private readonly vms = inject(VmsClient).ofGroup(
    this.id,
    computed(() => new Set(this.rows().map(({ id }) => id))),
  );
  protected readonly selection = new Selection(this.rows);
  /** What is chosen, as machines that can be asked for something. */
  protected readonly chosenVms = computed(() => {
    const ids = new Set(this.selection.chosen().map(({ vmId }) => vmId));
    return (this.vms.hasValue() ? this.vms.value() : []).filter(({ id }) => ids.has(id));
  });
  protected readonly isMissing = computed(
    () => this.series.error() !== undefined && toApiProblem(this.series.error()).status === 404,
  );

  constructor() {
    const title = inject(PageTitle);
    // The document's title is outside Angular's templates.
    effect(() => title.about(this.series.hasValue() ? this.series.value().name : ''));
  }

  protected mayRetry({ state }: SeriesMember): boolean {
    return state === 'failed' || state === 'deleted';
  }

  protected async retry({ user }: SeriesMember): Promise<void> {
    const series = await this.messages.attempt(() => this.client.retry(this.seriesId(), user.id));
    if (series) this.series.set(series);
  }

  protected async follow(followMembers: boolean): Promise<void> {
    const series = await this.messages.attempt(() => this.client.follow(this.seriesId(), followMembers));
    if (series) this.series.set(series);
    else this.series.reload();
  }

  protected async remove({ name, members }: Series): Promise<void> {
    const count = members.filter(({ vmId }) => vmId !== null).length;
    const isSure = await this.confirm.ask({
      title: this.t('series.delete-title', { name }),
      text: this.t.count('series.delete-text', count),
      verb: this.t('series.delete-verb', { name }),
      ...(count > TYPED_ABOVE && {
        toType: { label: this.t('several.type-number', { count }), text: String(count) },
      }),
    });
    if (!isSure) return;
    const gone = await this.messages.attempt(() => this.client.remove(this.seriesId()));
    if (!gone) return;
    this.messages.tell(this.t('series.deleted', { name }));
    await this.router.navigate(['/classes', this.id(), 'series']);
  }
}
