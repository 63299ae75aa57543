import { Component, inject, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';
import { GhostRows } from '../ui/ghost-rows';
import { ProblemNote } from '../ui/problem-note';
import { TemplatesClient } from '../vms/templates-client';
import { NewSeriesForm } from './new-series-form';

/** Waits for the templates that the form needs. */
@Component({
  selector: 'vmm-new-series-page',
  imports: [BlankSlate, GhostRows, MatIcon, NewSeriesForm, ProblemNote, RouterLink],
  template: `
    <a class="back-link" [routerLink]="['/classes', id(), 'series']">
      <mat-icon svgIcon="arrow-back" aria-hidden="true" />{{ t('page.series') }}
    </a>
    <h1>{{ t('page.new-series') }}</h1>
    <p class="muted lead">{{ t('series.lead') }}</p>
    @if (templates.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="templates.reload()" />
    } @else if (!templates.hasValue()) {
      <vmm-ghost-rows [count]="6" />
    } @else if (templates.value().length > 0) {
      <vmm-new-series-form [templates]="templates.value()" [groupId]="id()" />
    } @else {
      <vmm-blank-slate icon="server" [title]="t('new-vm.no-templates')" />
    }
  `,
  styles: `
    :host {
      display: block;
      max-width: var(--vmm-reading-width);
    }
    .lead {
      margin: 4px 0 24px;
    }
  `,
})
export class NewSeriesPage {
  /** Route parameter: the class's. */
  readonly id = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly templates = inject(TemplatesClient).all;
}
