import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import { MatProgressBar } from '@angular/material/progress-bar';
import type { Vm } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import { injectTranslate } from '../i18n/translate';
import { BinDays } from '../platform/bin-days';
import { Confirm } from '../ui/confirm';
import { ACTION_ICONS } from './offered-actions';
import { PointOfSeveralDialog, type PointOfSeveral } from './point-of-several-dialog';
import {
  type ActionForSeveral,
  FOR_SEVERAL,
  type ForSeveral,
  type PointAction,
  type Progress,
  RunningOperation,
} from './running-operation';

/** Above this many, deleting wants the number typed. */
const TYPED_ABOVE = 10;

/** Does the same to several machines: to those that can take it, and says which were refused and why. */
@Component({
  selector: 'vmm-several-vms',
  imports: [MatButton, MatIcon, MatMenuModule, MatProgressBar],
  template: `
    @if (work.progress(); as now) {
      <div class="progress">
        <span class="figures" role="status">{{ howFar(now) }}</span>
        <mat-progress-bar
          [value]="(100 * (now.done + now.refused)) / now.total"
          [attr.aria-label]="howFar(now)"
        />
      </div>
      @if (work.mayCancel()) {
        <button mat-button type="button" (click)="work.cancel()">{{ t('several.cancel') }}</button>
      }
    } @else {
      @for (choice of choices(); track choice.action) {
        @if (choice.action === 'delete') {
          <button
            mat-stroked-button
            class="points"
            type="button"
            [matMenuTriggerFor]="menu"
            [disabled]="!canPoint()"
            disabledInteractive
            [attr.aria-label]="t('page.vm-restore-points')"
          >
            <mat-icon svgIcon="history" /><span class="word">{{ t('page.vm-restore-points') }}</span>
          </button>
          <mat-menu #menu="matMenu" xPosition="before">
            @for (point of pointChoices(); track point.action) {
              <button
                mat-menu-item
                type="button"
                [disabled]="point.vms.length === 0"
                (click)="run(point.action, point.vms)"
              >
                <mat-icon [svgIcon]="icons[point.action]" />{{ labelOf(point.action, point.vms.length) }}
              </button>
            }
          </mat-menu>
        }
        <button
          mat-stroked-button
          type="button"
          [class.danger]="choice.action === 'delete'"
          [disabled]="choice.vms.length === 0"
          disabledInteractive
          [attr.aria-label]="labelOf(choice.action, choice.vms.length)"
          (click)="run(choice.action, choice.vms)"
        >
          <mat-icon [svgIcon]="icons[choice.action]" /><span class="word">{{
            t(wordOf(choice.action))
          }}</span>
          @if (vms().length > 0) {
            <span class="figures">({{ choice.vms.length }})</span>
          }
        </button>
      }
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
    }
    button {
      white-space: nowrap;
    }
    .word + .figures {
      margin-left: 4px;
    }
    // What cannot be undone stands apart.
    .danger {
      margin-left: 24px;
    }
    .progress {
      display: grid;
      gap: 4px;
      width: min(320px, 60vw);
    }
    // Beside the class's other buttons its word would cut what they say.
    @media (width < 1440px) {
      .points {
        min-width: 44px;
        padding-inline: 8px;
      }
      .points .word {
        display: none;
      }
      .points mat-icon {
        margin-inline: 0;
      }
    }
    @media (width < 840px) {
      .word {
        display: none;
      }
      button {
        min-width: 44px;
        padding-inline: 8px;
      }
      button mat-icon {
        margin-inline: 0 4px;
      }
      .danger {
        margin-left: 8px;
      }
    }
    // How many they are is said before it is done.
    @media (width < 640px) {
      button .figures {
        display: none;
      }
      button mat-icon {
        margin-inline: 0;
      }
    }
  `,
})
export class SeveralVms {
  readonly vms = input.required<readonly Vm[]>();
  /** Everything that was asked of the machines is ordered. */
  readonly finished = output();
  protected readonly t = injectTranslate();
  protected readonly icons = { ...ACTION_ICONS, 'make-restore-point': 'add', revert: 'history' } as const;
  protected readonly work = inject(RunningOperation);
  private readonly all = computed(() =>
    FOR_SEVERAL.map((action) => ({
      action,
      vms: this.vms().filter(({ allowedActions }) => allowedActions.includes(action)),
    })),
  );
  protected readonly choices = computed(() => this.all().filter(({ action }) => !isOfPoint(action)));
  /** In a menu: on a phone there is no room for more buttons. */
  protected readonly pointChoices = computed(() => this.all().filter(({ action }) => isOfPoint(action)));
  protected readonly canPoint = computed(() => this.pointChoices().some(({ vms }) => vms.length > 0));
  private readonly binDays = inject(BinDays).days;
  private readonly confirm = inject(Confirm);
  private readonly dialogs = inject(MatDialog);

  protected wordOf(action: ActionForSeveral) {
    return isOfPoint(action) ? (`several.${action}-word` as const) : (`action.${action}` as const);
  }

  protected labelOf(action: ActionForSeveral, count: number): string {
    return this.t(`several.${action}`, { count });
  }

  protected howFar({ action, done, refused, total }: Progress): string {
    const values = { action: this.t(this.wordOf(action)), done: done + refused, total };
    const sentence = this.t('several.progress', values);
    return refused > 0 ? `${sentence}, ${this.t.count('several.progress-refused', refused)}` : sentence;
  }

  protected async run(action: ActionForSeveral, vms: readonly Vm[]): Promise<void> {
    const what = await this.confirmed(action, vms);
    if (!what) return;
    await this.work.run(what, vms);
    this.finished.emit();
  }

  private async confirmed(action: ActionForSeveral, vms: readonly Vm[]): Promise<ForSeveral | undefined> {
    if (action === 'start') return { kind: action };
    if (!isOfPoint(action)) return (await this.isConfirmed(action, vms)) ? { kind: action } : undefined;
    const data: PointOfSeveral = { action, names: this.namesOf(vms) };
    const dialog = this.dialogs.open<PointOfSeveralDialog, PointOfSeveral, string>(PointOfSeveralDialog, {
      data,
      width: '480px',
    });
    const name = await firstValueFrom(dialog.afterClosed());
    return name === undefined ? undefined : { kind: action, name };
  }

  private namesOf(vms: readonly Vm[]): string[] {
    return vms.map(({ name, owner }) => this.t('console.whose', { name, owner: owner.displayName }));
  }

  private isConfirmed(action: 'shutdown' | 'delete', vms: readonly Vm[]): Promise<boolean> {
    const isDelete = action === 'delete';
    return this.confirm.ask({
      title: this.t.count(`several.${action}-title`, vms.length),
      text:
        isDelete && this.binDays() > 0
          ? this.t.count('several.bin-text', this.binDays())
          : this.t(`several.${action}-text`),
      names: this.namesOf(vms),
      verb: this.t.count(`several.${action}-verb`, vms.length),
      isHarmless: !isDelete,
      ...(isDelete &&
        vms.length > TYPED_ABOVE && {
          toType: {
            label: this.t('several.type-number', { count: vms.length }),
            text: String(vms.length),
          },
        }),
    });
  }
}

const isOfPoint = (action: ActionForSeveral): action is PointAction =>
  action === 'make-restore-point' || action === 'revert';
