import { Component, computed, inject, input } from '@angular/core';
import { Clock } from '../time/clock';
import { exactTime, relativeTime } from './format';
import { Languages } from './languages';
import { SchoolTime } from './school-time';

/** A moment as a distance from now, with the exact time on hover. */
@Component({
  selector: 'vmm-ago',
  template: `<time [attr.datetime]="at()" [title]="exact()">{{ text() }}</time>`,
  styles: `
    :host {
      white-space: nowrap;
    }
  `,
})
export class Ago {
  readonly at = input.required<string>();
  readonly format = input<'long' | 'short'>('long');
  private readonly languages = inject(Languages);
  private readonly clock = inject(Clock);
  private readonly school = inject(SchoolTime);
  protected readonly text = computed(() =>
    relativeTime(this.at(), this.clock.minute(), this.languages.active(), this.format()),
  );
  protected readonly exact = computed(() =>
    exactTime(this.at(), this.languages.active(), this.school.zone()),
  );
}
