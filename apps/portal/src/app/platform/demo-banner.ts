import { Component, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';
import { PlatformClient } from './platform-client';

/** Says when no real machine stands behind what is on screen. */
@Component({
  selector: 'vmm-demo-banner',
  imports: [MatIcon],
  template: `
    @if (platform.current()?.fake) {
      <p role="status"><mat-icon svgIcon="science" aria-hidden="true" />{{ t('shell.demo') }}</p>
    }
  `,
  styles: `
    p {
      display: flex;
      align-items: center;
      justify-content: center;
      gap: 8px;
      padding: 4px 16px;
      background: var(--vmm-changing-soft);
      color: var(--vmm-changing);
      font-weight: 550;
    }
    mat-icon {
      width: 18px;
      height: 18px;
    }
  `,
})
export class DemoBanner {
  protected readonly platform = inject(PlatformClient);
  protected readonly t = injectTranslate();
}
