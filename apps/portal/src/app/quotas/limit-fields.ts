import { Component, computed, input, linkedSignal, output } from '@angular/core';
import { QUOTA_DIMENSIONS, type QuotaDimension, type SetLimits } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';

const isMemory = (dimension: QuotaDimension) => dimension === 'memoryMiB' || dimension === 'runningMemoryMiB';

/** What a field shows: memory in GiB, nothing where there is no limit. */
export function toField(dimension: QuotaDimension, limit: number | null | undefined): string {
  if (typeof limit !== 'number') return '';
  return String(isMemory(dimension) ? Math.round((limit / 1024) * 100) / 100 : limit);
}

/** What was typed, as the API counts it: null for an empty field, undefined for what is no amount. */
export function fromField(dimension: QuotaDimension, text: string): number | null | undefined {
  const typed = text.trim().replace(',', '.');
  if (typed === '') return null;
  const value = Number(typed);
  if (!Number.isFinite(value) || value < 0) return undefined;
  if (isMemory(dimension)) return Math.round(value * 1024);
  return Number.isInteger(value) ? value : undefined;
}

type Texts = Partial<Record<QuotaDimension, string>>;

/** Amounts to type, memory in GiB. An empty field is null: whoever asks says what that means in `placeholders`. */
@Component({
  selector: 'vmm-limit-fields',
  template: `
    <div class="fields">
      @for (dimension of dimensions(); track dimension) {
        <label>
          <span class="name">{{ nameOf(dimension) }}</span>
          <span class="field" [class.wrong]="sentenceOf(dimension)">
            <input
              #box
              inputmode="decimal"
              autocomplete="off"
              [value]="shown()[dimension]"
              [placeholder]="placeholders()[dimension] ?? ''"
              [attr.aria-invalid]="sentenceOf(dimension) !== ''"
              [attr.aria-describedby]="describedBy(dimension)"
              (input)="type(dimension, box.value)"
            />
            <span class="unit" aria-hidden="true">{{ unit(dimension) }}</span>
          </span>
          @if (sentenceOf(dimension); as sentence) {
            <span class="sentence" [id]="sentenceId(dimension)" role="alert">{{ sentence }}</span>
          }
          @if (hints()[dimension]; as hint) {
            <span class="hint" [id]="hintId(dimension)" aria-hidden="true">{{ hint }}</span>
          }
        </label>
      }
    </div>
  `,
  styleUrl: './limit-fields.scss',
})
export class LimitFields {
  private static count = 0;
  readonly dimensions = input<readonly QuotaDimension[]>(QUOTA_DIMENSIONS);
  /** What the fields start with; another value starts them anew. */
  readonly start = input.required<SetLimits>();
  readonly placeholders = input<Texts>({});
  readonly hints = input<Texts>({});
  /** What else is wrong with an amount, beside its not being one. */
  readonly errors = input<Texts>({});
  /** All that is in the fields now; a field that holds no amount is left out and reported by `wrongChanged`. */
  readonly changed = output<SetLimits>();
  readonly wrongChanged = output<boolean>();
  protected readonly t = injectTranslate();
  protected readonly shown = computed(() => this.inFields(this.start()));
  private readonly typed = linkedSignal(() => this.shown());
  protected readonly wrong = computed(() =>
    this.dimensions().filter(
      (dimension) => fromField(dimension, this.typed()[dimension] ?? '') === undefined,
    ),
  );

  private readonly idBase = `vmm-limit-${LimitFields.count++}`;

  protected hintId(dimension: QuotaDimension): string {
    return `${this.idBase}-${dimension}`;
  }

  protected sentenceId(dimension: QuotaDimension): string {
    return `${this.idBase}-${dimension}-wrong`;
  }

  protected sentenceOf(dimension: QuotaDimension): string {
    if (this.wrong().includes(dimension)) return this.t('quota.not-a-number');
    return this.errors()[dimension] ?? '';
  }

  protected describedBy(dimension: QuotaDimension): string | null {
    const ids = [
      ...(this.sentenceOf(dimension) ? [this.sentenceId(dimension)] : []),
      ...(this.hints()[dimension] ? [this.hintId(dimension)] : []),
    ];
    return ids.join(' ') || null;
  }

  protected nameOf(dimension: QuotaDimension): string {
    return this.t(`quota.dimension.${dimension}`);
  }

  protected unit(dimension: QuotaDimension): string {
    if (dimension === 'vms') return '';
    return dimension.toLowerCase().includes('vcpus') ? this.t('quota.unit-vcpu') : this.t('quota.unit-gib');
  }

  protected type(dimension: QuotaDimension, text: string): void {
    this.typed.update((typed) => ({ ...typed, [dimension]: text }));
    const amounts = this.dimensions().map(
      (each) => [each, fromField(each, this.typed()[each] ?? '')] as const,
    );
    this.changed.emit(Object.fromEntries(amounts.filter(([, amount]) => amount !== undefined)));
    this.wrongChanged.emit(this.wrong().length > 0);
  }

  private inFields(limits: SetLimits): Texts {
    return Object.fromEntries(this.dimensions().map((each) => [each, toField(each, limits[each])]));
  }
}
