import { Component, computed, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { ImportedAccount } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';
import type { IconName } from '../../ui/icons';

const LOOKS: Record<ImportedAccount['outcome'], { icon: IconName; tone: string }> = {
  created: { icon: 'person-add', tone: 'good' },
  unchanged: { icon: 'check', tone: '' },
  refused: { icon: 'error', tone: 'bad' },
};

/** What each line of the file does, by the number it has in the file: what is refused first. */
@Component({
  selector: 'vmm-account-lines',
  imports: [MatIcon],
  template: `
    <div class="list-table" role="table" [attr.aria-label]="t('import.preview')">
      <div class="list-row list-head" role="row">
        <div role="columnheader" class="end">{{ t('import.line') }}</div>
        <div role="columnheader">{{ t('accounts.username') }}</div>
        <div role="columnheader">{{ t('accounts.role') }}</div>
        <div role="columnheader">{{ t('account-import.groups') }}</div>
        <div role="columnheader">{{ t('import.outcome') }}</div>
      </div>
      @for (line of ordered(); track line.line) {
        <div class="list-row" role="row">
          <div role="cell" class="line end muted figures">{{ line.line }}</div>
          <div role="cell" class="who">
            <span class="mono">{{ line.username || '–' }}</span>
            <span class="muted">{{ line.displayName }}</span>
          </div>
          <div role="cell" class="part muted">{{ line.role ? t(nameOf(line.role)) : '–' }}</div>
          <div role="cell" class="groups">{{ line.groups.join(', ') || '–' }}</div>
          <div role="cell" class="outcome">
            <span class="chip {{ looks[line.outcome].tone }}"
              ><mat-icon [svgIcon]="looks[line.outcome].icon" aria-hidden="true" />{{
                t(wordFor(line.outcome))
              }}</span
            >
            @if (line.detail; as why) {
              <span>{{ why }}</span>
            }
          </div>
        </div>
      }
    </div>
  `,
  styles: `
    .list-row {
      grid-template-columns: 48px minmax(140px, 1.4fr) 110px minmax(80px, 1fr) minmax(200px, 2fr);
    }
    .who,
    .outcome {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 8px;
      padding-block: 4px;
      white-space: normal;
      overflow-wrap: anywhere;
    }
    .outcome mat-icon {
      width: 14px;
      height: 14px;
    }
    @media (width < 840px) {
      .list-row {
        grid-template: 'line who part' auto '. outcome groups' auto / 32px minmax(0, 1fr) auto;
      }
      .line {
        grid-area: line;
      }
      .who {
        grid-area: who;
      }
      .part {
        grid-area: part;
      }
      .groups {
        grid-area: groups;
      }
      .outcome {
        grid-area: outcome;
      }
    }
  `,
})
export class AccountLines {
  readonly lines = input.required<readonly ImportedAccount[]>();
  protected readonly t = injectTranslate();
  protected readonly looks = LOOKS;
  protected readonly ordered = computed(() => {
    const isRefused = ({ outcome }: ImportedAccount) => Number(outcome === 'refused');
    return this.lines().toSorted((one, other) => isRefused(other) - isRefused(one));
  });

  protected nameOf(role: NonNullable<ImportedAccount['role']>) {
    return `role.${role}` as const;
  }

  protected wordFor(outcome: ImportedAccount['outcome']) {
    return `account-import.outcomes.${outcome}` as const;
  }
}
