import { Component, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import type { Group, GroupMember } from '@vm-manager/contracts';
import { Ago } from '../../i18n/ago';
import { injectTranslate } from '../../i18n/translate';
import { Confirm } from '../../ui/confirm';
import { Notices } from '../../ui/notices';
import { SortHeader } from '../../ui/sort-header';
import { GroupsClient } from '../groups-client';
import type { SortKey } from './member-view';

@Component({
  selector: 'vmm-member-table',
  imports: [Ago, MatIcon, MatIconButton, MatMenuModule, RouterLink, SortHeader],
  templateUrl: './member-table.html',
  styleUrl: './member-table.scss',
})
export class MemberTable {
  readonly group = input.required<Group>();
  readonly members = input.required<readonly GroupMember[]>();
  readonly isAdmin = input(false);
  readonly sort = input.required<SortKey>();
  readonly isDescending = input(false);
  readonly sortBy = output<SortKey>();
  readonly changed = output();
  protected readonly t = injectTranslate();
  private readonly client = inject(GroupsClient);
  private readonly confirm = inject(Confirm);
  private readonly notices = inject(Notices);

  /** The directory's members are the directory's; who teaches is an administrator's to say. */
  protected mayChange(member: GroupMember): boolean {
    return member.source === 'manual' && (this.isAdmin() || !member.teaches);
  }

  protected async setTeaches({ user }: GroupMember, teaches: boolean): Promise<void> {
    await this.notices.attempt(() => this.client.setTeaches(this.group().id, user.id, teaches));
    this.changed.emit();
  }

  protected async remove({ user, vmCount }: GroupMember): Promise<void> {
    const group = this.group();
    const isSure = await this.confirm.ask({
      title: this.t('groups.remove-title', { name: user.displayName, group: group.name }),
      text: this.t.count('groups.remove-text', vmCount),
      verb: this.t('groups.remove-verb', { name: user.displayName }),
    });
    if (!isSure) return;
    await this.notices.attempt(() => this.client.removeMember(group.id, user.id));
    this.changed.emit();
  }
}
