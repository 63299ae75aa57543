import { Service, type Signal, signal } from '@angular/core';

/** Something that is on or off in this browser; undefined until somebody has chosen. */
class StoredChoice {
  readonly isOn: Signal<boolean | undefined>;
  private readonly chosen;

  constructor(private readonly stored: string) {
    this.chosen = signal<boolean | undefined>({ yes: true, no: false }[localStorage.getItem(stored) ?? '']);
    this.isOn = this.chosen.asReadonly();
  }

  choose(isOn: boolean): void {
    localStorage.setItem(this.stored, isOn ? 'yes' : 'no');
    this.chosen.set(isOn);
  }
}

/** What somebody wants of all consoles. */
@Service()
export class ConsoleChoices {
  /** Keys become those of machines with another keyboard. */
  readonly translation = new StoredChoice('vmm-translates-keys');
  /** What is copied here can be pasted in the machine, and the other way round. */
  readonly clipboard = new StoredChoice('vmm-shares-clipboard');
}
