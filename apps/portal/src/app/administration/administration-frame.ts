import { Component } from '@angular/core';
import { MatTabsModule } from '@angular/material/tabs';
import { RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import type { TextKey } from '../i18n/text-key';
import { injectTranslate } from '../i18n/translate';

interface Section {
  readonly path: string;
  readonly text: TextKey;
}

/** What administrators look after, in the order of how often; each section is a page with pages below it. */
const SECTIONS: readonly Section[] = [
  { path: 'plateforme', text: 'page.platform' },
  { path: 'comptes', text: 'page.accounts' },
  { path: 'groupes', text: 'page.groups' },
  { path: 'quotas', text: 'page.quotas' },
  { path: 'modeles', text: 'page.templates' },
  { path: 'hotes', text: 'page.capacity' },
  { path: 'taches', text: 'page.jobs' },
  { path: 'corbeille', text: 'page.bin' },
  { path: 'journal', text: 'page.audit' },
];

@Component({
  selector: 'vmm-administration-frame',
  imports: [MatTabsModule, RouterLink, RouterLinkActive, RouterOutlet],
  template: `
    <nav
      mat-tab-nav-bar
      mat-stretch-tabs="false"
      [tabPanel]="panel"
      [attr.aria-label]="t('page.administration')"
    >
      @for (section of sections; track section.path) {
        <a
          mat-tab-link
          [routerLink]="section.path"
          routerLinkActive
          #link="routerLinkActive"
          [active]="link.isActive"
          >{{ t(section.text) }}</a
        >
      }
    </nav>
    <mat-tab-nav-panel #panel><router-outlet /></mat-tab-nav-panel>
  `,
  styles: `
    mat-tab-nav-panel {
      display: block;
      padding-top: 16px;
    }
  `,
})
export class AdministrationFrame {
  protected readonly t = injectTranslate();
  protected readonly sections = SECTIONS;
}
