import { Component, input } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import type { JobStep } from '@vm-manager/contracts';
import { injectTranslate } from '../../i18n/translate';
import type { IconName } from '../../ui/icons';
import { injectJobWords } from '../job-words';

const ICONS: Record<JobStep['state'], IconName> = {
  pending: 'unchecked',
  running: 'sync',
  done: 'check-circle',
  skipped: 'skipped',
  failed: 'error',
};

@Component({
  selector: 'vmm-job-steps',
  imports: [MatIcon],
  template: `
    <h2>{{ t('job.steps') }}</h2>
    <ol>
      @for (step of steps(); track $index) {
        <li [class]="step.state" [attr.aria-current]="step.state === 'running' ? 'step' : null">
          <mat-icon
            [svgIcon]="icons[step.state]"
            role="img"
            aria-hidden="false"
            [attr.aria-label]="stateOf(step)"
          />
          <span>{{ words.step(step.name) }}</span>
        </li>
      }
    </ol>
  `,
  styles: `
    h2 {
      margin-bottom: 8px;
      font-size: var(--vmm-size-body);
      font-weight: 600;
    }
    ol {
      display: grid;
      gap: 8px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      align-items: flex-start;
      gap: 8px;
      overflow-wrap: anywhere;
    }
    span::first-letter {
      text-transform: uppercase;
    }
    span {
      display: inline-block;
    }
    mat-icon {
      width: 20px;
      height: 20px;
    }
    .pending,
    .skipped {
      color: var(--vmm-muted);
    }
    .done mat-icon {
      color: var(--vmm-running);
    }
    .running {
      color: var(--vmm-changing);
      font-weight: 600;
    }
    .running mat-icon {
      animation: turn 2s linear infinite;
    }
    .failed {
      color: var(--vmm-failed);
    }
    @keyframes turn {
      to {
        rotate: -1turn;
      }
    }
  `,
})
export class JobSteps {
  readonly steps = input.required<readonly JobStep[]>();
  protected readonly icons = ICONS;
  protected readonly words = injectJobWords();
  protected readonly t = injectTranslate();

  protected stateOf({ state }: JobStep): string {
    return this.t(`job.step-state.${state}`);
  }
}
