import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { MissingPartNote } from './parts/missing-part-note';
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
}
