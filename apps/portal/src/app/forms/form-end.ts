import { Component, input } from '@angular/core';
import { MatButton, type MatButtonAppearance } from '@angular/material/button';
import { FormTrouble } from './form-trouble';
import type { SentForm } from './sent-form';

/** Where a form on a page ends: what is wrong with it, other ways on, and the button that sends it. */
@Component({
  selector: 'vmm-form-end',
  imports: [FormTrouble, MatButton],
  template: `
    <vmm-form-trouble [of]="form()" [others]="wrongBeside()" [note]="note()">
      <ng-content select="[refused]" />
    </vmm-form-trouble>
    <ng-content />
    <button
      [matButton]="look()"
      type="submit"
      [class.danger]="isDanger()"
      [disabled]="form().isBlocked()"
      disabledInteractive
    >
      {{ verb() }}
    </button>
    <ng-content select="[after]" />
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: flex-end;
      gap: 8px;
    }
    vmm-form-trouble {
      flex: 1 1 240px;
    }
    // Without words it takes no room, and no line of its own on a phone.
    vmm-form-trouble:empty {
      display: contents;
    }
  `,
})
export class FormEnd {
  readonly form = input.required<Pick<SentForm, 'isBlocked' | 'unsaid' | 'wrongCount'>>();
  readonly verb = input.required<string>();
  readonly look = input<MatButtonAppearance>('filled');
  readonly isDanger = input(false);
  /** Wrong fields that the form itself does not hold. */
  readonly wrongBeside = input(0);
  /** What else is to be said. */
  readonly note = input('');
}
