import { Service, effect, inject, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type ActivatedRouteSnapshot, type RouterStateSnapshot, TitleStrategy } from '@angular/router';
import type { TextKey } from './text-key';
import { injectTranslate } from './translate';

/** Routes name a text; a page about one thing puts its name in front ("web1 · Machine · VM Manager"). */
@Service()
export class PageTitle extends TitleStrategy {
  private readonly title = inject(Title);
  private readonly t = injectTranslate();
  private readonly key = signal<TextKey | undefined>(undefined);
  private readonly subject = signal('');
  private page = '';

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
    // Another tab of the same page is about the same thing, and nobody says it again.
    const page = pageOf(snapshot);
    if (page !== this.page) this.subject.set('');
    this.page = page;
  }

  about(subject: string): void {
    this.subject.set(subject);
  }
}

/** The address up to what it is about: a machine's tabs are one page, a list is another than what it lists. */
function pageOf({ root }: RouterStateSnapshot): string {
  const path: string[] = [];
  let about: string | undefined;
  for (let route: ActivatedRouteSnapshot | null = root; route; route = route.firstChild) {
    path.push(...route.url.map((segment) => segment.path));
    if (route.routeConfig?.path?.includes(':')) about = path.join('/');
  }
  return about ?? path.join('/');
}
