import { Component, inject, input } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import type { Box, BoxState } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectSizes } from '../i18n/sizes';
import { injectTranslate } from '../i18n/translate';
import { Confirm } from '../ui/confirm';
import type { IconName } from '../ui/icons';
import { Messages } from '../ui/messages';
import { BoxesClient } from './boxes-client';

const MIB = 2 ** 20;

const LOOKS: Record<BoxState, { chip: string; icon: IconName }> = {
  ready: { chip: 'good', icon: 'check-circle' },
  superseded: { chip: '', icon: 'history' },
  'image-only': { chip: '', icon: 'hard-disk' },
};

/** The versions of a box, the newest first: how old, how large, who stands on it. */
@Component({
  selector: 'vmm-box-list',
  imports: [Ago, MatIcon, MatIconButton, RouterLink],
  template: `
    <ul>
      @for (box of boxes(); track box.id) {
        <li>
          <div class="what">
            <span class="chip" [class]="lookOf(box).chip">
              <mat-icon [svgIcon]="lookOf(box).icon" aria-hidden="true" />{{ t(stateOf(box)) }}
            </span>
            <code>{{ box.version }}</code>
          </div>
          <p class="facts muted figures">
            <span
              >{{ t(box.packages ? 'boxes.packages-of' : 'boxes.made') }} <vmm-ago [at]="box.bakedAt"
            /></span>
            <span>{{ size(box) }}</span>
            @if (!box.tried && box.sizeBytes > 0) {
              <span>{{ t('boxes.not-tried') }}</span>
            }
          </p>
          @if (box.usedBy.length > 0) {
            <details>
              <summary>{{ t.count('boxes.used-by', box.usedBy.length) }}</summary>
              <ul class="names">
                @for (vm of box.usedBy; track vm.id) {
                  <li>
                    <a [routerLink]="['/machines', vm.id]">{{ vm.name }}</a> ({{ vm.owner }})
                  </li>
                }
              </ul>
            </details>
          } @else {
            <p class="muted facts">{{ t('boxes.unused') }}</p>
          }
          @if (packagesOf(box); as packages) {
            <details>
              <summary>{{ t.count('boxes.packages', packages.length) }}</summary>
              <ul
                class="names mono"
                tabindex="0"
                [attr.aria-label]="t.count('boxes.packages', packages.length)"
              >
                @for (each of packages; track each) {
                  <li>{{ each }}</li>
                }
              </ul>
            </details>
          }
          @if (box.sizeBytes > 0) {
            <a class="download" [href]="'/api/boxes/' + box.id + '/file'" download>{{
              t('boxes.download', { box: box.id })
            }}</a>
          }
          <button
            class="retire"
            matIconButton
            type="button"
            [disabled]="box.usedBy.length > 0"
            [attr.aria-label]="t('boxes.retire-of', { box: box.id })"
            [title]="t(box.usedBy.length > 0 ? 'boxes.retire-used' : 'boxes.retire')"
            (click)="retire(box)"
          >
            <mat-icon svgIcon="remove" />
          </button>
        </li>
      } @empty {
        <li class="muted">{{ t('boxes.none') }}</li>
      }
    </ul>
  `,
  styles: `
    ul {
      margin: 8px 0 0;
      padding: 0;
      list-style: none;
    }
    :host > ul > li {
      position: relative;
      padding: 8px 48px 8px 0;
      border-top: 1px solid var(--vmm-line);
    }
    .what {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
    }
    code {
      overflow-wrap: anywhere;
    }
    .facts {
      display: flex;
      flex-wrap: wrap;
      gap: 0 16px;
      margin: 4px 0 0;
      font-size: var(--vmm-size-small);
    }
    details {
      margin-top: 4px;
      font-size: var(--vmm-size-small);
    }
    summary {
      cursor: pointer;
      width: max-content;
      max-width: 100%;
    }
    .names {
      overflow-y: auto;
      max-height: 200px;
      padding: 4px 12px;
      border: 1px solid var(--vmm-line);
      border-radius: var(--vmm-radius-control);
      overflow-wrap: anywhere;
    }
    .download {
      font-size: var(--vmm-size-small);
      overflow-wrap: anywhere;
    }
    .retire {
      position: absolute;
      top: 4px;
      right: 0;
    }
  `,
})
export class BoxList {
  readonly boxes = input.required<readonly Box[]>();
  protected readonly t = injectTranslate();
  private readonly sizes = injectSizes();
  private readonly client = inject(BoxesClient);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  protected lookOf({ state }: Box) {
    return LOOKS[state];
  }

  protected stateOf({ state }: Box) {
    return `boxes.state.${state}` as const;
  }

  /** Of its file; of its images where that is all that is left. */
  protected size({ sizeBytes, images }: Box): string {
    const bytes = sizeBytes || Math.max(0, ...images.map((image) => image.bytes));
    return this.sizes.memory(Math.round(bytes / MIB));
  }

  protected packagesOf({ packages }: Box): string[] | null {
    return packages && Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  }

  protected async retire(box: Box): Promise<void> {
    const asked = await this.confirm.ask({
      title: this.t('boxes.retire-title', { box: box.id }),
      text: this.t(box.state === 'ready' ? 'boxes.retire-ready' : 'boxes.retire-text'),
      verb: this.t('boxes.retire-verb'),
    });
    if (asked) await this.messages.attempt(() => this.client.retire(box));
  }
}
