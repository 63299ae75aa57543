import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { BlankSlate } from '../ui/blank-slate';

@Component({
  selector: 'vmm-not-found-page',
  imports: [BlankSlate, MatButton, RouterLink],
  template: `
    <h1>{{ t('not-found.title') }}</h1>
    <vmm-blank-slate icon="search" [title]="t('not-found.text')">
      <a mat-flat-button routerLink="/">{{ t(home()) }}</a>
    </vmm-blank-slate>
  `,
  styles: `
    h1 {
      margin-bottom: 24px;
    }
  `,
})
export class NotFoundPage {
  protected readonly t = injectTranslate();
  private readonly session = inject(Session);
  protected readonly home = computed(
    () => `not-found.home.${this.session.user()?.role ?? 'student'}` as const,
  );
}
