import { Component, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import type { Group, GroupMember, MemberUsage } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';
import { injectAmounts } from '../../quotas/amounts';
import { isFull, metersOf } from '../../quotas/dimensions';
import { QuotaBars } from '../../quotas/quota-bars';
import { Confirm } from '../../ui/confirm';
import { Messages } from '../../ui/messages';
import type { Selection } from '../../ui/selection';
import type { ListOrder } from '../../ui/list-url';
import { SortHeader } from '../../ui/sort-header';
import { GroupsClient } from '../groups-client';
import { type MemberLine, nearestOf } from './member-line';
import { MemberChips, MemberWho } from './member-who';

/** Who is in a group, and what each may use. */
@Component({
  selector: 'vmm-member-table',
  imports: [MatIcon, MatIconButton, MatMenuModule, MemberChips, MemberWho, QuotaBars, SortHeader],
  templateUrl: './member-table.html',
  styleUrl: './member-table.scss',
})
export class MemberTable {
  readonly group = input.required<Group>();
  readonly members = input.required<readonly MemberLine[]>();
  /** What each student uses, by their id. */
  readonly usages = input.required<ReadonlyMap<string, MemberUsage>>();
  readonly selection = input.required<Selection<MemberLine>>();
  readonly isAdmin = input(false);
  readonly maySetQuota = input(false);
  readonly order = input.required<ListOrder>();
  readonly changed = output();
  readonly quotaWanted = output<string>();
  protected readonly t = injectTranslate();
  private readonly amounts = injectAmounts();
  private readonly client = inject(GroupsClient);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  /** The directory's members are the directory's; who teaches is an administrator's to say. */
  protected mayChange(member: GroupMember): boolean {
    return member.source === 'manual' && (this.isAdmin() || !member.teaches);
  }

  protected hasFull({ usage, effective }: MemberUsage): boolean {
    return metersOf(usage, effective).some(
      (meter) => isFull(meter) || (meter.running && isFull(meter.running)),
    );
  }

  /** Which limit is nearest, by its name: "Processeurs en marche : 6 sur 6". */
  protected nearestText(use: MemberUsage): string {
    const level = nearestOf(use);
    if (!level) return '';
    const { dimension, used, limit } = level;
    return this.t('groups.nearest', {
      dimension: this.t(`quota.dimension.${dimension}`),
      figures: this.amounts.ofLimit(dimension, used, limit),
    });
  }

  protected async setTeaches({ user }: GroupMember, teaches: boolean): Promise<void> {
    await this.messages.attempt(() => this.client.setTeaches(this.group().id, user.id, teaches));
    this.changed.emit();
  }

  protected async remove({ user, vms }: MemberLine): Promise<void> {
    const group = this.group();
    const isSure = await this.confirm.ask({
      title: this.t('groups.remove-title', { name: user.displayName, group: group.name }),
      text: this.t.count('groups.remove-text', vms.length),
      verb: this.t('groups.remove-verb', { name: user.displayName }),
    });
    if (!isSure) return;
    await this.messages.attempt(() => this.client.removeMember(group.id, user.id));
    this.changed.emit();
  }
}
