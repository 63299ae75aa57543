import { Service, effect, inject, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';
import type { TextKey } from './text-key';
import { injectTranslate } from './translate';

/** Routes name a text; a page about one thing puts its name in front ("web1 · Machine · VM Manager"). */
@Service()
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly t = injectTranslate();
  private readonly key = signal<TextKey | undefined>(undefined);
  private readonly subject = signal('');

  constructor() {
    super();
    // The document's title is outside Angular's templates.
    effect(() => {
      const key = this.key();
      const parts = [this.subject(), key ? this.t(key) : '', this.t('product.name')];
      this.title.setTitle(parts.filter((part) => part !== '').join(' · '));
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    // The routes of this portal have keys as titles: each says `satisfies TextKey`.
    this.key.set(this.buildTitle(snapshot) as TextKey | undefined);
    this.subject.set('');
  }

  about(subject: string): void {
    this.subject.set(subject);
  }
}
