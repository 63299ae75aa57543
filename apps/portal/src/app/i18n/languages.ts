import { DOCUMENT, Service, inject } from '@angular/core';
import type { Language } from '@vm-manager/contracts';
import { TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';

const STORED = 'vmm.language';

/** Each language is written in itself, so that everyone finds their own. */
export const LANGUAGE_NAMES: Record<Language, string> = { fr: 'Français', en: 'English' };

/** Which language the portal speaks: the account's, else this browser's last choice, else the browser's own. */
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
    localStorage.setItem(STORED, language);
    await this.speak(language);
  }

  beforeSignIn(): Language {
    return languageOf([localStorage.getItem(STORED) ?? '', ...navigator.languages]);
  }
}

const isSpoken = (language: string): language is Language => Object.hasOwn(LANGUAGE_NAMES, language);

/** The first of these languages that we have; French when there is none. */
export function languageOf(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.split('-')[0] ?? '').find(isSpoken) ?? 'fr';
}
