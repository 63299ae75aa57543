import { Component, computed, inject, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { Router, RouterLink } from '@angular/router';
import type { ImportedLine, MemberImport } from '@vm-manager/contracts';
import { CsvImport } from '../../csv/csv-import';
import type { CsvList } from '../../csv/csv-source';
import { injectTranslate } from '../../i18n/translate';
import { Session } from '../../session/session';
import { Messages } from '../../ui/messages';
import { GroupsClient } from '../groups-client';

/** Members from a file. */
@Component({
  selector: 'vmm-import-page',
  imports: [CsvImport, MatIcon, RouterLink],
  template: `
    <a class="back-link" [routerLink]="home()">
      <mat-icon svgIcon="arrow-back" aria-hidden="true" />{{
        group.hasValue() ? group.value().name : t('page.group')
      }}
    </a>
    <div class="page-head">
      <h1>{{ t('page.import') }}</h1>
      <p class="lead">{{ t('import.lead') }}</p>
    </div>
    <vmm-csv-import
      [example]="t('import.example-lines')"
      [verb]="t('import.apply')"
      [columns]="columns()"
      [call]="call"
      (applied)="finish()"
    />
  `,
  styles: `
    :host {
      display: block;
      max-width: var(--vmm-reading-width);
    }
  `,
})
export class ImportPage {
  /** Route parameter: the group. */
  readonly id = input.required<string>();
  protected readonly t = injectTranslate();
  private readonly client = inject(GroupsClient);
  private readonly router = inject(Router);
  private readonly messages = inject(Messages);
  private readonly session = inject(Session);

  protected readonly group = this.client.one(this.id);
  protected readonly home = computed(() => [
    this.session.user()?.role === 'admin' ? '/administration/groupes' : '/classes',
    this.id(),
  ]);
  protected readonly columns = computed(() => [
    {
      title: this.t('groups.in-group'),
      text: ({ teaches }: ImportedLine) =>
        teaches === null ? '' : this.t(teaches ? 'groups.teacher' : 'groups.student'),
    },
  ]);
  protected readonly call = ({ csv, ignoreUnknown }: CsvList, dryRun: boolean): Promise<MemberImport> =>
    this.client.import(this.id(), csv, { dryRun, ignoreUnknown });

  protected async finish(): Promise<void> {
    this.messages.tell(this.t('import.done'));
    await this.router.navigate(this.home());
  }
}
