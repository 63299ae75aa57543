import { Component, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormField, MatLabel } from '@angular/material/form-field';
import { MatIcon } from '@angular/material/icon';
import { MatInput } from '@angular/material/input';
import { injectReason } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';

/** Text of a file as spreadsheets write it, to look at: what is sent are its bytes, which the portal reads for itself. */
export function decodeCsv(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A list to be imported, as the portal reads it. */
export interface CsvList {
  /** Of a file the bytes as they were chosen: their encoding is the portal's to find. */
  readonly csv: string | ArrayBuffer;
  readonly ignoreUnknown: boolean;
}

/** Takes a list from a file, or as it is pasted, and has it checked. */
@Component({
  selector: 'vmm-csv-source',
  imports: [MatButton, MatCheckbox, MatFormField, MatIcon, MatInput, MatLabel],
  templateUrl: './csv-source.html',
  styleUrl: './csv-source.scss',
})
export class CsvSource {
  readonly example = input.required<string>();
  readonly isBusy = input.required<boolean>();
  readonly isChecked = input.required<boolean>();
  readonly refusal = input<unknown>();
  /** What was said of the list is no longer true. */
  readonly changed = output();
  readonly checked = output<CsvList>();

  protected readonly t = injectTranslate();
  protected readonly reason = injectReason();
  protected readonly csv = signal('');
  /** Until someone types. */
  private readonly file = signal<ArrayBuffer | undefined>(undefined);
  protected readonly ignoreUnknown = signal(false);
  protected readonly isOver = signal(false);

  protected type(text: string): void {
    this.csv.set(text);
    this.file.set(undefined);
    this.changed.emit();
  }

  protected async take(files: FileList | null | undefined): Promise<void> {
    const file = files?.item(0);
    if (!file) return;
    const bytes = await file.arrayBuffer();
    this.type(decodeCsv(bytes));
    this.file.set(bytes);
    this.ask();
  }

  protected async drop(event: DragEvent): Promise<void> {
    event.preventDefault();
    this.isOver.set(false);
    await this.take(event.dataTransfer?.files);
  }

  protected over(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(true);
  }

  protected leaveOutUnknown(isLeftOut: boolean): void {
    this.ignoreUnknown.set(isLeftOut);
    if (this.csv().trim()) this.ask();
  }

  protected ask(): void {
    this.checked.emit({ csv: this.file() ?? this.csv(), ignoreUnknown: this.ignoreUnknown() });
  }
}
