import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { Box } from '@vm-manager/contracts';
import { injectSizes } from '../i18n/sizes';
import { injectTranslate } from '../i18n/translate';
import { Confirm } from '../ui/confirm';
import { Messages } from '../ui/messages';
import { BoxesClient } from './boxes-client';

const MIB = 2 ** 20;

/** What nobody needs any more, and what it takes; nothing when there is none. */
@Component({
  selector: 'vmm-spare-boxes',
  imports: [MatButton],
  template: `
    @if (spare().length > 0) {
      <p>{{ sentence() }}</p>
      <button mat-stroked-button type="button" (click)="cleanUp()">{{ t('boxes.clean-up') }}</button>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 16px;
      margin-bottom: 16px;
    }
    :host:empty {
      display: none;
    }
    p {
      margin: 0;
    }
  `,
})
export class SpareBoxes {
  readonly boxes = input.required<readonly Box[]>();
  protected readonly t = injectTranslate();
  private readonly sizes = injectSizes();
  private readonly client = inject(BoxesClient);
  private readonly confirm = inject(Confirm);
  private readonly messages = inject(Messages);

  protected readonly spare = computed(() =>
    this.boxes().filter(({ state, usedBy }) => state !== 'ready' && usedBy.length === 0),
  );
  protected readonly sentence = computed(() => {
    const bytes = this.spare().reduce((sum, box) => sum + bytesOf(box), 0);
    return this.t.count('boxes.spare', this.spare().length, { size: this.sizeOf(bytes) });
  });

  protected async cleanUp(): Promise<void> {
    const asked = await this.confirm.ask({
      title: this.t('boxes.clean-up-title'),
      text: this.t('boxes.retire-text'),
      names: this.spare().map(({ id }) => id),
      verb: this.t('boxes.clean-up'),
    });
    if (!asked) return;
    const done = await this.messages.attempt(() => this.client.cleanUp());
    if (done)
      this.messages.tell(
        this.t.count('boxes.cleaned-up', done.removed.length, { size: this.sizeOf(done.freedBytes) }),
      );
  }

  private sizeOf(bytes: number): string {
    return this.sizes.memory(Math.round(bytes / MIB));
  }
}

const bytesOf = ({ sizeBytes, images }: Box) => sizeBytes + images.reduce((sum, { bytes }) => sum + bytes, 0);
