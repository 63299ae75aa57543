import { HttpErrorResponse } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { JobProgress } from '../vms/job-progress';
import { isUnderWay } from '../vms/job-words';
import { VmsClient } from '../vms/vms-client';
import { BoxUpload } from './box-upload';
import { BoxesClient } from './boxes-client';

/** A box that was made elsewhere: a file from here, or one at an address. */
@Component({
  selector: 'vmm-box-import',
  imports: [Ago, JobProgress, MatButton, MatFormField, MatIcon, MatInput, MatLabel, MatProgressBar],
  template: `
    @if (upload(); as upload) {
      <p class="sending" role="status">
        {{
          t(upload.isPaused() ? 'boxes.paused' : 'boxes.importing', {
            file: upload.file.name,
            percent: upload.percent(),
          })
        }}
        @if (upload.isBroken() && !upload.isPaused()) {
          <br />{{ t('boxes.broken') }}
        }
      </p>
      <mat-progress-bar [value]="upload.percent()" [attr.aria-label]="upload.file.name" />
      <div class="ways">
        @if (upload.isPaused()) {
          <button matButton type="button" (click)="upload.goOn()">{{ t('boxes.continue') }}</button>
        } @else {
          <button matButton type="button" (click)="upload.pause()">{{ t('boxes.pause') }}</button>
        }
        <button matButton type="button" (click)="upload.cancel()">{{ t('common.cancel') }}</button>
      </div>
    } @else if (isImporting()) {
      <vmm-job-progress [job]="job()!" />
      <div class="ways">
        <button matButton type="button" (click)="cancel()">{{ t('common.cancel') }}</button>
      </div>
    } @else {
      @if (job(); as job) {
        @if (job.problem; as problem) {
          <p role="status"><vmm-ago [at]="job.finishedAt ?? job.createdAt" /> – {{ problem.detail }}</p>
        }
      }
      <div class="ways">
        <input #picker type="file" accept=".box,.tar,.gz" hidden (change)="send(picker)" />
        <button
          matButton="outlined"
          type="button"
          [attr.aria-label]="t('boxes.import-of', { name: name() })"
          (click)="picker.click()"
        >
          <mat-icon svgIcon="upload" />{{ t('boxes.import') }}
        </button>
      </div>
      <details>
        <summary>{{ t('boxes.import-url') }}</summary>
        <form (submit)="fetch($event, address.value, checksum.value)">
          <mat-form-field>
            <mat-label>{{ t('boxes.address') }}</mat-label>
            <input #address matInput type="url" required autocomplete="off" />
          </mat-form-field>
          <mat-form-field>
            <mat-label>{{ t('boxes.checksum') }}</mat-label>
            <input #checksum matInput pattern="[0-9A-Fa-f]{64}" autocomplete="off" spellcheck="false" />
          </mat-form-field>
          <button matButton="outlined" type="submit">{{ t('boxes.fetch') }}</button>
        </form>
      </details>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 8px;
      margin-top: 8px;
    }
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
    }
    summary {
      cursor: pointer;
      width: max-content;
      max-width: 100%;
    }
    form {
      display: grid;
      justify-items: start;
      gap: 8px;
      margin-top: 8px;
    }
    mat-form-field {
      width: 100%;
      max-width: 560px;
    }
  `,
})
export class BoxImport {
  readonly templateId = input.required<string>();
  /** What the template is called. */
  readonly name = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly upload = signal<BoxUpload | null>(null);
  private readonly client = inject(BoxesClient);
  private readonly jobs = inject(VmsClient);
  private readonly messages = inject(Messages);
  protected readonly job = this.client.importOf(() => this.templateId());
  protected readonly isImporting = computed(() => isUnderWay(this.job()));

  protected async send(picker: HTMLInputElement): Promise<void> {
    const file = picker.files?.[0];
    if (!file) return;
    const upload = new BoxUpload(file);
    this.upload.set(upload);
    await this.messages.attempt(async () => {
      const uploadId = await upload.send().catch((error: unknown) => {
        throw problemIn(error);
      });
      if (uploadId !== null) await this.client.import({ templateId: this.templateId(), uploadId });
    });
    this.upload.set(null);
  }

  protected async fetch(event: Event, url: string, sha256: string): Promise<void> {
    event.preventDefault();
    const request = { templateId: this.templateId(), url, ...(sha256 && { sha256 }) };
    await this.messages.attempt(() => this.client.import(request));
  }

  protected async cancel(): Promise<void> {
    const job = this.job();
    if (job) await this.messages.attempt(() => this.jobs.cancel(job));
  }
}

/** What the API answered to a piece, as to any other call. */
function problemIn(error: unknown): unknown {
  const { originalResponse: answer } = error as {
    originalResponse?: { getStatus(): number; getBody(): string } | null;
  };
  if (!answer) return new HttpErrorResponse({ status: 0 });
  return new HttpErrorResponse({ status: answer.getStatus(), error: answer.getBody() });
}
