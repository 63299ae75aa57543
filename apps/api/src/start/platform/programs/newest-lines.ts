import type { ProgramLogLine } from '@vm-manager/contracts';

/** Of one log, at a time: strangers write some of the lines, such as what they ask for, and make them as long as they may. */
export const MOST_BYTES = 4 * 2 ** 20;

/** The last lines of a log, as many as have room. */
export class NewestLines {
  private readonly kept: ProgramLogLine[] = [];
  private first = 0;
  private length = 0;

  push(line: ProgramLogLine): void {
    this.kept.push(line);
    this.length += line.text.length;
    while (this.length > MOST_BYTES) {
      this.length -= this.kept[this.first]?.text.length ?? 0;
      delete this.kept[this.first++];
    }
  }

  all(): ProgramLogLine[] {
    return this.kept.slice(this.first);
  }
}
