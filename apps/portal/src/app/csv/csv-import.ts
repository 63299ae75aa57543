import { Component, computed, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import type { AccountImport, MemberImport } from '@vm-manager/contracts';
import { Sending } from '../http/sending';
import { injectTranslate } from '../i18n/translate';
import type { IconName } from '../ui/icons';
import { type CsvList, CsvSource } from './csv-source';

type Result = AccountImport | MemberImport;
type Line = Result['lines'][number];
type Outcome = Line['outcome'];

/** What a line can do, in the order in which it is counted. */
const LOOKS: Record<Outcome, { icon: IconName; tone: string; isChange: boolean }> = {
  created: { icon: 'person-add', tone: 'good', isChange: true },
  added: { icon: 'add', tone: 'good', isChange: true },
  invited: { icon: 'person-add', tone: 'info', isChange: true },
  changed: { icon: 'edit', tone: 'info', isChange: true },
  unchanged: { icon: 'check', tone: '', isChange: false },
  refused: { icon: 'error', tone: 'bad', isChange: false },
};
const OUTCOMES = Object.keys(LOOKS) as Outcome[];

/** Takes a list, shows what each of its lines would do, and only then does it, all or nothing. */
@Component({
  selector: 'vmm-csv-import',
  imports: [CsvSource, MatButton, MatIcon],
  templateUrl: './csv-import.html',
  styleUrl: './csv-import.scss',
})
export class CsvImport<R extends Result> {
  readonly example = input.required<string>();
  /** What the button does. */
  readonly verb = input.required<string>();
  /** What is said while that takes its time. */
  readonly patience = input('');
  readonly call = input.required<(list: CsvList, dryRun: boolean) => Promise<R>>();
  /** The columns between the name and the outcome. */
  readonly columns = input.required<readonly { title: string; text(line: R['lines'][number]): string }[]>();
  readonly applied = output<R>();
  protected readonly t = injectTranslate();
  protected readonly sending = new Sending();
  protected readonly looks = LOOKS;
  private list: CsvList | undefined;
  /** What a dry run said of the list as it is now. */
  protected readonly preview = signal<R | undefined>(undefined);
  /** What is refused first. */
  protected readonly lines = computed(() => {
    const isRefused = ({ outcome }: Line) => Number(outcome === 'refused');
    const lines: readonly R['lines'][number][] = this.preview()?.lines ?? [];
    return lines.toSorted((one, other) => isRefused(other) - isRefused(one));
  });
  private readonly counts = computed(() =>
    OUTCOMES.map((name) => ({
      name,
      count: this.lines().filter(({ outcome }) => outcome === name).length,
    })).filter(({ count }) => count > 0),
  );
  protected readonly summary = computed(() =>
    this.counts()
      .map(({ name, count }) => this.t.count(`import.counted.${name}`, count))
      .join(', '),
  );
  protected readonly hasRefused = computed(() => this.counts().some(({ name }) => name === 'refused'));
  protected readonly isWorthApplying = computed(
    () => !this.hasRefused() && this.counts().some(({ name }) => LOOKS[name].isChange),
  );
  /** Whether it is being done, not only looked at. */
  readonly isApplying = signal(false);

  protected forget(): void {
    this.preview.set(undefined);
    this.sending.forgetRefusal();
  }

  protected async check(list: CsvList): Promise<void> {
    this.list = list;
    this.preview.set(await this.sending.run(() => this.call()(list, true)));
  }

  protected async apply(): Promise<void> {
    const { list } = this;
    if (!list) return;
    this.isApplying.set(true);
    const result = await this.sending.run(() => this.call()(list, false));
    this.isApplying.set(false);
    if (!result) return;
    // Something may have changed since the dry run: the lines say what.
    this.preview.set(result);
    if (result.applied) this.applied.emit(result);
  }

  protected nameOf(outcome: Outcome) {
    return `import.outcomes.${outcome}` as const;
  }
}
