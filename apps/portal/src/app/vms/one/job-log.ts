import { Component, ElementRef, computed, input, viewChild } from '@angular/core';
import { injectTranslate } from '../../i18n/translate';
import { stayAtEnd } from '../../ui/stay-at-end';
import { injectLiveLog } from './live-log';

/** The most that is put on screen; a log of megabytes would freeze the page. */
const SHOWN_CHARACTERS = 100_000;

@Component({
  selector: 'vmm-job-log',
  template: `
    <h2 [id]="headingId()">{{ t('job.log') }}</h2>
    <pre
      #box
      class="mono"
      [class.over]="isOver()"
      tabindex="0"
      role="log"
      aria-live="off"
      [attr.aria-labelledby]="headingId()"
      >{{ shown() }}</pre>
  `,
  styles: `
    :host {
      min-width: 0;
    }
    h2 {
      margin-bottom: 8px;
      font-size: var(--vmm-size-body);
      font-weight: 600;
    }
    pre {
      height: 240px;
      margin: 0;
      padding: 12px;
      overflow: auto;
      border-radius: var(--vmm-radius-control);
      background: var(--vmm-hollow);
      font-size: var(--vmm-size-small);
      line-height: 1.6;
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
    .over {
      height: auto;
      max-height: 240px;
    }
  `,
})
export class JobLog {
  readonly jobId = input.required<string>();
  /** Nothing is added any more: the box is as large as what it holds. */
  readonly isOver = input(false);
  protected readonly t = injectTranslate();
  protected readonly headingId = computed(() => `log-${this.jobId()}`);
  protected readonly log = injectLiveLog(this.jobId);
  private readonly box = viewChild.required<ElementRef<HTMLElement>>('box');

  protected readonly shown = computed(() => {
    if (this.log.hasValue())
      return (
        this.log.value().slice(-SHOWN_CHARACTERS) || this.t(this.isOver() ? 'job.log-none' : 'job.log-empty')
      );
    return this.t(this.log.error() ? 'job.log-failed' : 'common.loading');
  });

  constructor() {
    stayAtEnd(this.box, this.shown);
  }
}
