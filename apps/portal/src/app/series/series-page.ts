import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';
import { GhostRows } from '../ui/ghost-rows';
import { ProblemNote } from '../ui/problem-note';
import { TemplatesClient } from '../vms/templates-client';
import { SeriesClient } from './series-client';

/** The series of a class, newest first. */
@Component({
  selector: 'vmm-series-page',
  imports: [BlankSlate, GhostRows, MatButton, MatIcon, ProblemNote, RouterLink],
  template: `
    <a class="back-link" [routerLink]="['/classes', id()]">
      <mat-icon svgIcon="arrow-back" aria-hidden="true" />{{ t('series.class') }}
    </a>
    <div class="page-head">
      <h1>{{ t('page.series') }}</h1>
      <span class="space"></span>
      <a mat-flat-button routerLink="nouvelle"><mat-icon svgIcon="add" />{{ t('series.new') }}</a>
    </div>
    @if (series.hasValue()) {
      <ul>
        @for (one of ofClass(); track one.id) {
          <li>
            <h2>
              <a [routerLink]="[one.id]">{{ one.name }}</a>
            </h2>
            <p class="muted">{{ templates.nameOf(one.templateId) }}</p>
            <p class="figures">{{ t('series.ready', { ready: one.ready, total: one.total }) }}</p>
          </li>
        }
      </ul>
      @if (ofClass().length === 0) {
        <vmm-blank-slate icon="group" [title]="t('series.none-title')" [text]="t('series.none-text')" />
      }
    } @else if (series.error(); as error) {
      <vmm-problem-note [error]="error" (retry)="series.reload()" />
    } @else {
      <vmm-ghost-rows [count]="4" />
    }
  `,
  styles: `
    ul {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 260px), 1fr));
      gap: 16px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      padding: 16px 20px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-card);
      background: var(--vmm-card);
    }
    h2 {
      overflow-wrap: anywhere;
    }
  `,
})
export class SeriesPage {
  /** Route parameter: the class's. */
  readonly id = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly templates = inject(TemplatesClient);
  protected readonly series = inject(SeriesClient).all();
  protected readonly ofClass = computed(() =>
    (this.series.hasValue() ? this.series.value() : []).filter(({ groupId }) => groupId === this.id()),
  );
}
