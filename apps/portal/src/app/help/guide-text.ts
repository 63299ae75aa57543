import { Component, ViewEncapsulation, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import type { Guide } from './guide';

/** A guide as it is written; Angular takes out what could be more than text, as of any HTML. */
@Component({
  selector: 'vmm-guide-text',
  template: `
    <h1>{{ guide().title }}</h1>
    @for (section of guide().sections; track section.id) {
      @if (section.title) {
        @if (section.level === 2) {
          <h2 [id]="section.id" tabindex="-1">{{ section.title }}</h2>
        } @else {
          <h3 [id]="section.id" tabindex="-1">{{ section.title }}</h3>
        }
      }
      <div [innerHTML]="section.html"></div>
    }
  `,
  styleUrl: './guide-text.scss',
  // What comes from a guide has no mark of this component.
  encapsulation: ViewEncapsulation.None,
  host: { '(click)': 'follow($event)' },
})
export class GuideText {
  readonly guide = input.required<Guide>();
  private readonly router = inject(Router);

  /** Links of a guide are the router's as well, unless another tab is wanted. */
  protected follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const address = link?.getAttribute('href');
    if (!address?.startsWith('/aide/') || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void this.router.navigateByUrl(address);
  }
}
