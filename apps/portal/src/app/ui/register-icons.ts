import { inject, Injector, runInInjectionContext, Service } from '@angular/core';
import { MatIconRegistry } from '@angular/material/icon';
import { DomSanitizer } from '@angular/platform-browser';

/** The icons are part of the bundle: nothing is fetched, and the strict policy has nothing to refuse. */
export function registerIcons(icons: Record<string, string>): void {
  const registry = inject(MatIconRegistry);
  const sanitizer = inject(DomSanitizer);
  for (const [name, svg] of Object.entries(icons))
    registry.addSvgIconLiteral(name, sanitizer.bypassSecurityTrustHtml(svg));
}

/** Those that come with the first page of somebody who is signed in. */
@Service()
export class PageIcons {
  private readonly injector = inject(Injector);
  private loading: Promise<void> | undefined;

  load(): Promise<void> {
    this.loading ??= import('./icons').then(({ ICONS }) =>
      runInInjectionContext(this.injector, () => registerIcons(ICONS)),
    );
    // The next page tries again.
    this.loading.catch(() => (this.loading = undefined));
    return this.loading;
  }
}
