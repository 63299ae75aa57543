import { HttpErrorResponse } from '@angular/common/http';
import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormField, MatHint, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { MatProgressBar } from '@angular/material/progress-bar';
import type { Job, UnfinishedUpload } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectSizes } from '../i18n/sizes';
import { injectTranslate } from '../i18n/translate';
import { Confirm } from '../ui/confirm';
import { Messages } from '../ui/messages';
import { JobProgress } from '../vms/job-progress';
import { isUnderWay } from '../vms/job-words';
import { VmsClient } from '../vms/vms-client';
import { BoxUpload, isOf } from './box-upload';
import { BoxesClient } from './boxes-client';

const MIB = 2 ** 20;

/** A box that was made elsewhere: a file from here, or one at an address. */
@Component({
  selector: 'vmm-box-import',
  imports: [Ago, JobProgress, MatButton, MatFormField, MatHint, MatIcon, MatInput, MatLabel, MatProgressBar],
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
          <p class="trouble" role="status">
            <mat-icon svgIcon="error" aria-hidden="true" />
            <span>
              {{ problem.detail }}
              <span class="muted"><vmm-ago [at]="job.finishedAt ?? job.createdAt" /></span>
            </span>
          </p>
        }
      }
      <input #picker type="file" accept=".box,.tar,.gz" hidden (change)="send(picker)" />
      @for (unfinished of uploads(); track unfinished.id) {
        <div class="unfinished" role="group" [attr.aria-label]="fileOf(unfinished)">
          <p>
            {{ t(isWhole(unfinished) ? 'boxes.sent' : 'boxes.unfinished', wordsOf(unfinished)) }}
            <span class="muted"><vmm-ago [at]="unfinished.sentAt" /></span>
          </p>
          @if (!isWhole(unfinished)) {
            <mat-progress-bar
              [value]="(100 * unfinished.sentBytes) / unfinished.sizeBytes"
              [attr.aria-label]="fileOf(unfinished)"
            />
          }
          <div class="ways">
            @if (isWhole(unfinished)) {
              <button matButton type="button" (click)="importSent(unfinished)">
                {{ t('boxes.import-sent') }}
              </button>
            } @else {
              <button matButton type="button" (click)="resume(unfinished, picker)">
                {{ t('boxes.continue') }}
              </button>
            }
            <button matButton type="button" (click)="discard(unfinished)">{{ t('boxes.discard') }}</button>
          </div>
        </div>
      }
      <div class="ways">
        <button
          matButton="outlined"
          type="button"
          [attr.aria-label]="t('boxes.import-of', { name: name() })"
          (click)="begin(picker)"
        >
          <mat-icon svgIcon="upload" />{{ t('boxes.import') }}
        </button>
      </div>
      <details>
        <summary>{{ t('boxes.import-url') }}</summary>
        <form (submit)="fetch($event, address.value, checksum.value)">
          <mat-form-field appearance="outline" hideRequiredMarker>
            <mat-label>{{ t('boxes.address') }}</mat-label>
            <input #address matInput type="url" required autocomplete="off" />
          </mat-form-field>
          <mat-form-field appearance="outline" hideRequiredMarker>
            <mat-label>{{ t('boxes.checksum') }}</mat-label>
            <input #checksum matInput pattern="[0-9A-Fa-f]{64}" autocomplete="off" spellcheck="false" />
            <mat-hint>{{ t('boxes.checksum-hint') }}</mat-hint>
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
    .trouble {
      display: flex;
      gap: 8px;
    }
    .trouble mat-icon {
      flex: none;
      color: var(--vmm-failed);
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
    }
    .unfinished {
      display: grid;
      gap: 8px;
      padding: 12px 16px 4px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-control);
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
  /** What was begun and not finished. */
  readonly uploads = input<readonly UnfinishedUpload[]>([]);
  /** The import that is under way or was the last. */
  readonly job = input<Job | null>(null);
  /** Other uploads are unfinished than before. */
  readonly changed = output();
  protected readonly t = injectTranslate();
  protected readonly upload = signal<BoxUpload | null>(null);
  private readonly client = inject(BoxesClient);
  private readonly jobs = inject(VmsClient);
  private readonly messages = inject(Messages);
  private readonly confirm = inject(Confirm);
  private readonly sizes = injectSizes();
  protected readonly isImporting = computed(() => isUnderWay(this.job()));
  /** The one that the file is chosen for. */
  private wanted: UnfinishedUpload | undefined;

  protected fileOf({ name }: UnfinishedUpload): string {
    return name ?? this.t('boxes.unnamed');
  }

  protected isWhole({ sentBytes, sizeBytes }: UnfinishedUpload): boolean {
    return sentBytes === sizeBytes;
  }

  protected wordsOf(unfinished: UnfinishedUpload) {
    const size = (bytes: number) => this.sizes.memory(Math.round(bytes / MIB));
    const { sentBytes, sizeBytes } = unfinished;
    return { file: this.fileOf(unfinished), sent: size(sentBytes), size: size(sizeBytes) };
  }

  protected begin(picker: HTMLInputElement): void {
    this.wanted = undefined;
    picker.click();
  }

  protected resume(unfinished: UnfinishedUpload, picker: HTMLInputElement): void {
    this.wanted = unfinished;
    picker.click();
  }

  protected async send(picker: HTMLInputElement): Promise<void> {
    const file = picker.files?.[0];
    if (!file) return;
    // The same may be chosen again.
    picker.value = '';
    const { wanted } = this;
    if (wanted && !isOf(wanted, file)) {
      this.messages.tell(this.t('boxes.other-file', { file: this.fileOf(wanted) }));
      return;
    }
    const former = wanted ?? this.uploads().find((unfinished) => isOf(unfinished, file));
    const upload = new BoxUpload(file, this.templateId(), former);
    this.upload.set(upload);
    await this.messages.attempt(async () => {
      const uploadId = await upload.send().catch((error: unknown) => {
        throw problemIn(error);
      });
      if (uploadId !== null) await this.client.import({ templateId: this.templateId(), uploadId });
    });
    this.changed.emit();
    this.upload.set(null);
  }

  protected async importSent({ id }: UnfinishedUpload): Promise<void> {
    await this.messages.attempt(() => this.client.import({ templateId: this.templateId(), uploadId: id }));
    this.changed.emit();
  }

  protected async discard(unfinished: UnfinishedUpload): Promise<void> {
    const asked = await this.confirm.ask({
      title: this.t('boxes.discard-title', { file: this.fileOf(unfinished) }),
      text: this.t('boxes.discard-text'),
      verb: this.t('boxes.discard'),
    });
    if (!asked) return;
    await this.messages.attempt(() => this.client.discard(unfinished));
    this.changed.emit();
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
