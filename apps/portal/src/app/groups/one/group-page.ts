import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import type { Group, MemberUsage } from '@vm-manager/contracts';
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
import { Confirm } from '../../ui/confirm';
import { GhostRows } from '../../ui/ghost-rows';
import { Messages } from '../../ui/messages';
import { ProblemNote } from '../../ui/problem-note';
import { SearchBox } from '../../ui/search-box';
import { Selection } from '../../ui/selection';
import { SeveralVms } from '../../vms/several-vms';
import { VmsClient } from '../../vms/vms-client';
import { GroupsClient } from '../groups-client';
import { AddMember } from './add-member';
import { MemberTable } from './member-table';
import { nearness, selectable } from './member-usage';
import { SORT_KEYS, type MemberView, type SortKey, viewedMembers } from './member-view';

/** A group with its members: a class for its teachers, more of it for administrators. Search and order live in the URL. */
@Component({
  selector: 'vmm-group-page',
  imports: [
    AddMember,
    BlankSlate,
    GhostRows,
    GroupBudget,
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
  /** Query parameters. */
  readonly search = input<string>();
  readonly sort = input<string>();
  readonly order = input<string>();

  protected readonly t = injectTranslate();
  private readonly client = inject(GroupsClient);
  private readonly router = inject(Router);
  private readonly dialogs = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);
  private readonly languages = inject(Languages);
  private readonly session = inject(Session);

  protected readonly group = this.client.one(this.id);
  protected readonly members = this.client.members(this.id);
  protected readonly usages = inject(QuotasClient).usages(this.id);
  private readonly vms = inject(VmsClient).list(() => 'anyone');
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
  protected readonly all = computed(() => (this.members.hasValue() ? this.members.value() : []));
  protected readonly view = computed<MemberView>(() => ({
    search: this.search() ?? '',
    sort: SORT_KEYS.find((key) => key === this.sort()) ?? 'name',
    isDescending: this.order() === 'desc',
  }));
  protected readonly usageOf = computed(
    () => new Map((this.usages.hasValue() ? this.usages.value() : []).map((use) => [use.userId, use])),
  );
  protected readonly shown = computed(() =>
    viewedMembers(this.all(), this.view(), this.languages.active(), (userId) => {
      const use = this.usageOf().get(userId);
      return use ? nearness(use) : 0;
    }),
  );
  protected readonly maySetQuota = computed(
    () => this.isAdmin() || (this.group.hasValue() && this.group.value().taught),
  );
  /** Of the students that are shown. */
  protected readonly selection = new Selection(
    computed(() => selectable(this.shown().flatMap(({ user }) => this.usageOf().get(user.id) ?? []))),
  );
  /** The machines of the chosen, whatever group they count in. */
  protected readonly chosenVms = computed(() => {
    const owners = new Set(this.selection.chosen().map(({ userId }) => userId));
    return (this.vms.hasValue() ? this.vms.value() : []).filter(({ owner }) => owners.has(owner.id));
  });
  protected readonly running = computed(() =>
    this.all().reduce((sum, { runningVmCount }) => sum + runningVmCount, 0),
  );

  constructor() {
    const title = inject(PageTitle);
    // The document's title is outside Angular's templates.
    effect(() => title.about(this.group.hasValue() ? this.group.value().name : ''));
  }

  protected go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected sortBy(key: SortKey): void {
    const { sort, isDescending } = this.view();
    this.go({ sort: key, order: sort === key && !isDescending ? 'desc' : null });
  }

  protected refresh(): void {
    this.group.reload();
    this.members.reload();
  }

  protected setQuotaOfChosen(): Promise<void> {
    return this.setQuota(this.selection.chosen().map(({ userId }) => userId));
  }

  protected async setQuota(userIds: readonly string[]): Promise<void> {
    const { SetQuotaDialog } = await import('../../quotas/set-quota-dialog');
    const wanted = new Set(userIds);
    const chosen = this.all()
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
