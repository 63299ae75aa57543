import { Component, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { ImportedLine } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';
import type { IconName } from '../../ui/icons';

const LOOKS: Record<ImportedLine['outcome'], { icon: IconName; tone: string }> = {
  added: { icon: 'add', tone: 'good' },
  invited: { icon: 'person-add', tone: 'info' },
  changed: { icon: 'edit', tone: 'info' },
  unchanged: { icon: 'check', tone: '' },
  refused: { icon: 'error', tone: 'bad' },
};

/** What each line of the file does, by the number it has in the file. */
@Component({
  selector: 'vmm-import-lines',
  imports: [MatIcon],
  template: `
    <div class="list-table" role="table" [attr.aria-label]="t('import.preview')">
      <div class="list-row list-head" role="row">
        <div role="columnheader" class="end">{{ t('import.line') }}</div>
        <div role="columnheader">{{ t('accounts.username') }}</div>
        <div role="columnheader">{{ t('groups.in-group') }}</div>
        <div role="columnheader">{{ t('import.outcome') }}</div>
      </div>
      @for (line of lines(); track line.line) {
        <div class="list-row" role="row">
          <div role="cell" class="line end muted figures">{{ line.line }}</div>
          <div role="cell" class="who">
            <span class="mono">{{ line.username || '–' }}</span>
            @if (line.displayName; as name) {
              <span class="muted">{{ name }}</span>
            }
          </div>
          <div role="cell" class="part muted">
            {{ line.teaches === null ? '–' : t(line.teaches ? 'groups.teacher' : 'groups.student') }}
          </div>
          <div role="cell" class="outcome">
            <span class="chip {{ looks[line.outcome].tone }}"
              ><mat-icon [svgIcon]="looks[line.outcome].icon" aria-hidden="true" />{{
                t(nameOf(line.outcome))
              }}</span
            >
            @if (line.detail; as why) {
              <span class="why">{{ why }}</span>
            }
          </div>
        </div>
      }
    </div>
  `,
  styles: `
    .list-row {
      grid-template-columns: 48px minmax(120px, 1fr) 110px minmax(240px, 2fr);
    }
    .who {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
      white-space: normal;
    }
    .outcome {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
      padding-block: 4px;
      white-space: normal;
    }
    .outcome mat-icon {
      width: 14px;
      height: 14px;
    }
    @media (width < 840px) {
      .list-row {
        grid-template: 'line who part' auto '. outcome outcome' auto / 32px minmax(0, 1fr) auto;
      }
      .line {
        grid-area: line;
      }
      .outcome {
        grid-area: outcome;
      }
    }
  `,
})
export class ImportLines {
  readonly lines = input.required<readonly ImportedLine[]>();
  protected readonly t = injectTranslate();
  protected readonly looks = LOOKS;

  protected nameOf(outcome: ImportedLine['outcome']) {
    return `import.outcomes.${outcome}` as const;
  }
}
