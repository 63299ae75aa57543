import { httpResource } from '@angular/common/http';
import { Component, computed } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { DirectoryStatus } from '@vm-manager/contracts';
import { Ago } from '../../i18n/ago';
import { injectTranslate } from '../../i18n/translate';

/** Says when the school's directory keeps the portal from noticing who has left; nothing otherwise. */
@Component({
  selector: 'vmm-directory-note',
  imports: [Ago, MatIcon],
  template: `
    @if (trouble(); as trouble) {
      <div role="status">
        <mat-icon svgIcon="error" aria-hidden="true" />
        <p>
          {{ text() }} (<vmm-ago [at]="trouble.since" />)
          @if (trouble.detail) {
            <code>{{ trouble.detail }}</code>
          }
        </p>
      </div>
    }
  `,
  styles: `
    div {
      display: flex;
      gap: 12px;
      margin-bottom: 16px;
      padding: 12px 16px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-card);
      background: var(--vmm-changing-soft);
    }
    mat-icon {
      flex: none;
      color: var(--vmm-changing);
    }
    code {
      overflow-wrap: anywhere;
    }
  `,
})
export class DirectoryNote {
  protected readonly t = injectTranslate();
  private readonly status = httpResource(() => '/api/directory', {
    parse: (body) => DirectoryStatus.parse(body),
  });
  protected readonly trouble = computed(() => (this.status.hasValue() ? this.status.value().trouble : null));
  protected readonly text = computed(() => {
    const trouble = this.trouble();
    return trouble ? this.t(`accounts.directory-${trouble.kind}`) : '';
  });
}
