import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import type { Group, GroupClearing, MemberUsage } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { toApiProblem } from '../../http/api-problem';
import { Languages } from '../../i18n/languages';
import { PageTitle } from '../../i18n/page-title';
import { injectTranslate } from '../../i18n/translate';
import { GroupBudget } from '../../quotas/group-budget';
import { QuotasClient } from '../../quotas/quotas-client';
import type { QuotaTask } from '../../quotas/set-quota-dialog';
import { Session } from '../../session/session';
import { BlankSlate } from '../../ui/blank-slate';
import { ChosenBar } from '../../ui/chosen-bar';
import { Confirm } from '../../ui/confirm';
import { GhostRows } from '../../ui/ghost-rows';
import { anyText, injectListUrl } from '../../ui/list-url';
import { Messages } from '../../ui/messages';
import { ProblemNote } from '../../ui/problem-note';
import { SearchBox } from '../../ui/search-box';
import { Selection } from '../../ui/selection';
import { ClearingClient } from '../../vms/clearing/clearing-client';
import type { GroupClearingTask } from '../../vms/clearing/group-clearing-dialog';
import { SeveralVms } from '../../vms/several-vms';
import { STATE_LOOKS } from '../../vms/state-chip';
import { VmsClient } from '../../vms/vms-client';
import { MeasurementsClient } from '../../measurements/measurements-client';
import { GroupsClient } from '../groups-client';
import { GroupInvitations } from '../../invitations/group-invitations';
import { AddMember } from './add-member';
import { type Kind, linesOf, SORT_KEYS, type SortKey, tally, viewed, nearness } from './member-line';
import { MemberScreens } from './member-screens';
import { MemberVmsTable } from './member-vms-table';
import { MemberTable } from './member-table';

/** What the page shows of its members; the words in the address. */
const VIEWS = ['machines', 'ecrans', 'membres'] as const;
type TabName = (typeof VIEWS)[number];

/** The colours of the parts that all pages are made of. */
const TONES: Record<Kind, string> = {
  failed: 'bad',
  running: 'good',
  changing: 'warn',
  suspended: 'info',
  stopped: '',
};

/** A group with its members: a class for its teachers, more of it for administrators. View, search and order live in the URL. */
@Component({
  selector: 'vmm-group-page',
  imports: [
    AddMember,
    BlankSlate,
    ChosenBar,
    MemberScreens,
    MemberVmsTable,
    GhostRows,
    GroupBudget,
    GroupInvitations,
    MatButton,
    MatIcon,
    MemberTable,
    ProblemNote,
    RouterLink,
    SearchBox,
    SeveralVms,
  ],
  templateUrl: './group-page.html',
  styleUrl: './group-page.scss',
})
export class GroupPage {
  /** Route parameter. */
  readonly id = input.required<string>();
  /** Query parameter. */
  readonly vue = input<string>();

  protected readonly t = injectTranslate();
  private readonly client = inject(GroupsClient);
  private readonly clearings = inject(ClearingClient);
  private readonly router = inject(Router);
  private readonly dialogs = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  private readonly languages = inject(Languages);
  private readonly session = inject(Session);

  protected readonly group = this.client.one(this.id);
  protected readonly members = this.client.members(this.id);
  protected readonly vms = inject(VmsClient).ofGroup(
    this.id,
    computed(() => new Set((this.members.hasValue() ? this.members.value() : []).map(({ user }) => user.id))),
  );
  protected readonly views = VIEWS;
  protected readonly tab = computed<TabName>(() => VIEWS.find((each) => each === this.vue()) ?? 'machines');
  protected readonly tones = TONES;
  protected readonly icons = {
    failed: STATE_LOOKS.failed.icon,
    running: STATE_LOOKS.running.icon,
    changing: STATE_LOOKS.starting.icon,
    suspended: STATE_LOOKS.suspended.icon,
    stopped: STATE_LOOKS.stopped.icon,
  };
  protected readonly isAdmin = computed(() => this.session.user()?.role === 'admin');
  /** Where the list of groups is for who looks. */
  protected readonly home = computed(() => (this.isAdmin() ? '/administration/groupes' : '/classes'));
  protected readonly isManual = computed(
    () => this.group.hasValue() && this.group.value().source === 'manual',
  );
  /** Administrators may add to what the directory brings. */
  protected readonly mayAdd = computed(() => this.isManual() || this.isAdmin());
  protected readonly isMissing = computed(
    () => this.group.error() !== undefined && toApiProblem(this.group.error()).status === 404,
  );
  protected readonly lines = computed(() =>
    linesOf(
      this.members.hasValue() ? this.members.value() : [],
      this.vms.hasValue() ? this.vms.value() : [],
      this.languages.active(),
    ),
  );
  protected readonly list = injectListUrl(
    { search: anyText() },
    (): readonly SortKey[] => SORT_KEYS[this.tab()],
  );
  protected readonly shown = computed(() =>
    viewed(this.lines(), this.list.view(), this.languages.active(), (userId) => {
      const use = this.usageOf().get(userId);
      return use ? nearness(use) : 0;
    }),
  );
  protected readonly maySetQuota = computed(
    () => this.isAdmin() || (this.group.hasValue() && this.group.value().taught),
  );
  /** Of the students that are shown. */
  protected readonly selection = new Selection(
    computed(() => this.shown().filter(({ teaches }) => !teaches)),
  );
  /** What each uses is read where it is shown, or will be asked for. */
  protected readonly usages = inject(QuotasClient).usages(() =>
    this.tab() === 'membres' || this.selection.chosen().length > 0 ? this.id() : undefined,
  );
  protected readonly usageOf = computed(
    () => new Map((this.usages.hasValue() ? this.usages.value() : []).map((use) => [use.userId, use])),
  );
  /** The machines of the chosen, whatever group they count in. */
  protected readonly chosenVms = computed(() => this.selection.chosen().flatMap(({ vms }) => vms));
  protected readonly vmsOfStudents = computed(() =>
    this.lines()
      .filter(({ teaches }) => !teaches)
      .flatMap(({ vms }) => vms),
  );
  private readonly activity = inject(MeasurementsClient).activityOf(() =>
    this.tab() === 'machines' ? this.id() : undefined,
  );
  protected readonly activityOf = computed(
    () =>
      new Map((this.activity.hasValue() ? this.activity.value() : []).map(({ vmId, cpu }) => [vmId, cpu])),
  );
  protected readonly tally = computed(() => tally(this.vmsOfStudents()));

  constructor() {
    const title = inject(PageTitle);
    // The document's title is outside Angular's templates.
    effect(() => title.about(this.group.hasValue() ? this.group.value().name : ''));
  }

  protected countKey(kind: Kind) {
    return `groups.are.${kind}` as const;
  }

  protected viewKey(view: TabName) {
    return `groups.view.${view}` as const;
  }

  protected refresh(): void {
    this.group.reload();
    this.members.reload();
  }

  protected setQuotaOfChosen(): Promise<void> {
    return this.setQuota(this.selection.chosen().map(({ id }) => id));
  }

  protected async setQuota(userIds: readonly string[]): Promise<void> {
    const { SetQuotaDialog } = await import('../../quotas/set-quota-dialog');
    const wanted = new Set(userIds);
    const chosen = this.lines()
      .filter(({ user }) => wanted.has(user.id))
      .map(({ user }) => ({ userId: user.id, displayName: user.displayName }));
    const { id, name } = this.group.value() ?? { id: this.id(), name: '' };
    const dialog = this.dialogs.open<unknown, QuotaTask, MemberUsage[]>(SetQuotaDialog, {
      data: { chosen, members: [...this.usageOf().values()], group: { id, name } },
      width: '720px',
    });
    if (!(await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined }))) return;
    this.messages.tell(this.t('quota.saved'));
    this.usages.reload();
    this.selection.clear();
  }

  protected async setClearing(group: Group): Promise<void> {
    const { GroupClearingDialog } = await import('../../vms/clearing/group-clearing-dialog');
    const clearing = await this.messages.attempt(() => this.clearings.ofGroup(group.id));
    if (!clearing) return;
    const data = { group, clearing };
    const dialog = this.dialogs.open<unknown, GroupClearingTask, GroupClearing>(GroupClearingDialog, {
      ...{ width: '480px', data },
    });
    if (await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined }))
      this.messages.tell(this.t('clearing.saved'));
  }

  protected async rename(group: Group): Promise<void> {
    const { GroupNameDialog } = await import('../group-name-dialog');
    const dialog = this.dialogs.open<unknown, Group, Group>(GroupNameDialog, { width: '440px', data: group });
    const renamed = await firstValueFrom(dialog.afterClosed(), { defaultValue: undefined });
    if (renamed) this.group.set(renamed);
  }

  protected async remove({ id, name, vmCount }: Group): Promise<void> {
    const isSure = await this.confirm.ask({
      title: this.t('groups.delete-title', { name }),
      text: `${this.t('groups.delete-text')} ${this.t.count('groups.delete-vms', vmCount)}`,
      verb: this.t('groups.delete-verb', { name }),
    });
    if (!isSure) return;
    const answer = await this.messages.attempt(() => this.client.remove(id).then(() => true));
    if (!answer) return;
    this.messages.tell(this.t('groups.deleted', { name }));
    await this.router.navigate([this.home()]);
  }
}
