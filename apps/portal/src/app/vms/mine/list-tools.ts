import { Component, computed, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { Vm } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';
import { FilterChoice } from '../../ui/filter-choice';
import { SORTS, STATE_GROUP_NAMES, type Sort, type StateGroup, countsOf } from './my-vms-view';

export type Look = 'cards' | 'list';

/** With many machines: which, in what order, and how large. */
@Component({
  selector: 'vmm-list-tools',
  imports: [FilterChoice, MatIcon, MatIconButton],
  template: `
    <div class="chips" role="group" [attr.aria-label]="t('my-vms.filter')">
      <button type="button" [attr.aria-pressed]="!group()" (click)="filtered.emit(null)">
        {{ t('my-vms.all') }} <span>{{ vms().length }}</span>
      </button>
      @for (chip of chips(); track chip.name) {
        <button
          type="button"
          [attr.aria-pressed]="group() === chip.name"
          (click)="filtered.emit(group() === chip.name ? null : chip.name)"
        >
          {{ t(textOf(chip.name)) }} <span>{{ chip.count }}</span>
        </button>
      }
    </div>
    <vmm-filter-choice
      [label]="t('my-vms.sort.running')"
      [choices]="sorts()"
      [value]="chosenSort()"
      (changed)="sorted.emit($event)"
    />
    <div class="looks" role="group" [attr.aria-label]="t('my-vms.look')">
      @for (each of looks; track each) {
        <button
          mat-icon-button
          type="button"
          [attr.aria-pressed]="look() === each"
          [attr.aria-label]="t(lookText(each))"
          (click)="looked.emit(each)"
        >
          <mat-icon [svgIcon]="each" />
        </button>
      }
    </div>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
      margin-bottom: 16px;
    }
    .chips {
      display: flex;
      flex: 1 1 320px;
      flex-wrap: wrap;
      gap: 8px;
    }
    .chips button {
      height: 32px;
      padding-inline: 12px;
      border: 1px solid var(--vmm-line);
      border-radius: 999px;
      background: var(--vmm-card);
      color: var(--vmm-text);
      font: inherit;
      cursor: pointer;

      &:hover {
        background: var(--vmm-hover);
      }
      &[aria-pressed='true'] {
        border-color: var(--vmm-accent);
        background: var(--vmm-accent-soft);
        color: var(--vmm-accent);
        font-weight: 600;
      }
    }
    .chips span {
      margin-left: 4px;
      color: var(--vmm-muted);
      font-variant-numeric: tabular-nums;
    }
    .looks {
      display: flex;
    }
    .looks [aria-pressed='true'] {
      background: var(--vmm-accent-soft);
      color: var(--vmm-accent);
    }
    @media (width < 640px) {
      :host {
        justify-content: space-between;
      }
      .chips {
        flex: 1 0 100%;
        flex-wrap: nowrap;
        margin-inline: -16px;
        padding: 2px 16px;
        overflow-x: auto;
        scrollbar-width: none;
      }
      .chips button {
        flex: none;
      }
    }
  `,
})
export class ListTools {
  readonly vms = input.required<readonly Vm[]>();
  readonly group = input<StateGroup>();
  readonly sort = input.required<Sort>();
  readonly look = input.required<Look>();
  readonly filtered = output<StateGroup | null>();
  readonly sorted = output<string | null>();
  readonly looked = output<Look>();
  protected readonly t = injectTranslate();
  protected readonly looks = ['cards', 'list'] as const satisfies readonly Look[];
  /** The first is what the list without a wish says. */
  protected readonly chosenSort = computed(() => (this.sort() === SORTS[0] ? undefined : this.sort()));
  protected readonly sorts = computed(() =>
    SORTS.slice(1).map((value) => ({ value, text: this.t(`my-vms.sort.${value}`) })),
  );
  protected readonly chips = computed(() => {
    const counts = countsOf(this.vms());
    return STATE_GROUP_NAMES.flatMap((name) => {
      const count = counts.get(name) ?? 0;
      return count > 0 || this.group() === name ? [{ name, count }] : [];
    });
  });

  protected textOf(name: StateGroup) {
    return `my-vms.are.${name}` as const;
  }
  protected lookText(look: Look) {
    return `my-vms.as.${look}` as const;
  }
}
