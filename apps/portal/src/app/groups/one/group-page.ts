import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import type { Group } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { toApiProblem } from '../../http/api-problem';
import { Languages } from '../../i18n/languages';
import { PageTitle } from '../../i18n/page-title';
import { injectTranslate } from '../../i18n/translate';
import { Session } from '../../session/session';
import { BlankSlate } from '../../ui/blank-slate';
import { Confirm } from '../../ui/confirm';
import { GhostRows } from '../../ui/ghost-rows';
import { Notices } from '../../ui/notices';
import { ProblemNote } from '../../ui/problem-note';
import { SearchBox } from '../../ui/search-box';
import { GroupsClient } from '../groups-client';
import { AddMember } from './add-member';
import { MemberTable } from './member-table';
import { SORT_KEYS, type MemberView, type SortKey, viewedMembers } from './member-view';

/** A group with its members: a class for its teachers, more of it for administrators. Search and order live in the URL. */
@Component({
  selector: 'vmm-group-page',
  imports: [
    AddMember,
    BlankSlate,
    GhostRows,
    MatButton,
    MatIcon,
    MemberTable,
    ProblemNote,
    RouterLink,
    SearchBox,
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
  private readonly notices = inject(Notices);
  private readonly languages = inject(Languages);
  private readonly session = inject(Session);

  protected readonly group = this.client.one(this.id);
  protected readonly members = this.client.members(this.id);
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
  protected readonly shown = computed(() => viewedMembers(this.all(), this.view(), this.languages.active()));
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
    const answer = await this.notices.attempt(() => this.client.remove(id).then(() => true));
    if (!answer) return;
    this.notices.tell(this.t('groups.deleted', { name }));
    await this.router.navigate([this.home()]);
  }
}
