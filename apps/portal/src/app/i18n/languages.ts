import { DOCUMENT, Service, inject } from '@angular/core';
import type { Language } from '@vm-manager/contracts';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';
import { rememberLanguage } from './browser-language';

/** Which language the portal speaks: the account's, before sign-in the browser's. */
@Service()
export class Languages {
  private readonly transloco = inject(TranslocoService);
  private readonly document = inject(DOCUMENT);

  active(): Language {
    return this.transloco.activeLang() === 'en' ? 'en' : 'fr';
  }

  /** Texts are loaded before the switch, so that no screen shows keys. */
  async speak(language: Language): Promise<void> {
    await firstValueFrom(this.transloco.load(language));
    this.transloco.setActiveLang(language);
    this.document.documentElement.lang = language;
  }

  async choose(language: Language): Promise<void> {
    rememberLanguage(language);
    await this.speak(language);
  }
}
