import { DOCUMENT, Service, effect, inject, signal } from '@angular/core';

export const THEME_CHOICES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];
export const ICON_OF_THEME = { system: 'theme', light: 'light-mode', dark: 'dark-mode' } as const;

const STORED = 'vmm.theme';

/** Light, dark, or whatever the system says. */
@Service()
export class Theme {
  private readonly root = inject(DOCUMENT).documentElement;
  readonly choice = signal<ThemeChoice>(
    THEME_CHOICES.find((choice) => choice === localStorage.getItem(STORED)) ?? 'system',
  );

  constructor() {
    // The attribute stands on <html>, outside Angular's templates.
    effect(() => {
      const choice = this.choice();
      if (choice === 'system') delete this.root.dataset['theme'];
      else this.root.dataset['theme'] = choice;
      localStorage.setItem(STORED, choice);
    });
  }
}
