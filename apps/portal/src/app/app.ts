import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { Session } from './session/session';
import { UnreachableFace } from './shell/unreachable-face';

@Component({
  selector: 'vmm-root',
  imports: [RouterOutlet, UnreachableFace],
  template: `
    @if (session.unreachable()) {
      <vmm-unreachable-face />
    }
    <router-outlet />
  `,
})
export class App {
  protected readonly session = inject(Session);
}
