import { Component, DOCUMENT, effect, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter, take } from 'rxjs';
import { MissingParts } from './program-parts/missing-parts';
import { MissingPartNote } from './shell/missing-part-note';
import { Session } from './session/session';
import { UnreachableFace } from './shell/unreachable-face';

@Component({
  selector: 'vmm-root',
  imports: [MissingPartNote, RouterOutlet, UnreachableFace],
  template: `
    @if (session.unreachable()) {
      <vmm-unreachable-face />
    }
    <router-outlet />
    <vmm-missing-part-note />
  `,
})
export class App {
  protected readonly session = inject(Session);
  private readonly parts = inject(MissingParts);
  private readonly firstPage = toSignal(
    inject(Router).events.pipe(
      filter((event) => event instanceof NavigationEnd),
      take(1),
    ),
  );

  constructor() {
    const document = inject(DOCUMENT);
    // What index.html shows stands outside Angular's templates.
    effect(() => {
      if (this.firstPage() || this.session.unreachable() || this.parts.absence())
        document.getElementById('first-paint')?.remove();
    });
  }
}
