import { Service, inject } from '@angular/core';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { injectTranslate } from '../i18n/translate';
import { Dialogs } from '../ui/dialogs';
import type { SearchDialog } from './search-dialog';

/** The search is loaded when somebody looks for something. */
@Service()
export class OpenSearch {
  private readonly dialogs = inject(Dialogs);
  private readonly router = inject(Router);
  private readonly t = injectTranslate();
  private isOpening = false;

  async open(): Promise<void> {
    if (this.isOpening) return;
    this.isOpening = true;
    try {
      const [dialogs, { SearchDialog }] = await Promise.all([this.dialogs.load(), import('./search-dialog')]);
      // A dialog waits for an answer of its own.
      if (dialogs.openDialogs.length > 0) return;
      const dialog = dialogs.open<SearchDialog, void, string>(SearchDialog, {
        ariaLabel: this.t('search.title'),
        width: '640px',
        maxWidth: 'calc(100vw - 16px)',
        position: { top: 'min(80px, 8dvh)' },
      });
      // Once the dialog has given the focus back: the page that opens takes it.
      const url = await firstValueFrom(dialog.afterClosed());
      if (url) await this.router.navigateByUrl(url);
    } finally {
      this.isOpening = false;
    }
  }
}
