import { Component } from '@angular/core';
import { injectTranslate } from '../../i18n/translate';

/** The machine's page while it loads, in its final shape. */
@Component({
  selector: 'vmm-vm-page-ghost',
  template: `
    <div role="status" aria-busy="true" [attr.aria-label]="t('common.loading')">
      <div class="skeleton" style="width: 120px; height: 21px; margin-bottom: 11px"></div>
      <div class="head">
        <div class="skeleton" style="width: 280px; max-width: 60%; height: 36px"></div>
        <div class="skeleton" style="width: 170px; height: 36px"></div>
      </div>
      <div class="skeleton" style="width: 220px; height: 16px; margin-top: 8px"></div>
      <div class="skeleton tabs"></div>
      <div class="columns">
        <div class="skeleton picture"></div>
        <div class="skeleton facts"></div>
      </div>
    </div>
  `,
  styles: `
    .head {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 8px;
    }
    .tabs {
      width: 280px;
      height: 32px;
      margin-top: 62px;
    }
    .columns {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 340px;
      align-items: start;
      gap: 24px;
      margin-top: 32px;
    }
    .picture {
      aspect-ratio: 16 / 10;
      border-radius: var(--vmm-radius-card);
    }
    .facts {
      height: 420px;
      border-radius: var(--vmm-radius-card);
    }
    @media (width < 960px) {
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class VmPageGhost {
  protected readonly t = injectTranslate();
}
