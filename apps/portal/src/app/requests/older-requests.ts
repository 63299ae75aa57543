import { type HttpResourceRef } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import type { ResourceRequest } from '@vm-manager/contracts';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { RequestsClient } from './requests-client';

/** The way on where a list of requests ended for its length; shows nothing where it ended by itself. */
@Component({
  selector: 'vmm-older-requests',
  imports: [MatButton],
  template: `
    @if (hasOlder()) {
      <button matButton="tonal" type="button" [disabled]="isBusy()" (click)="show()">
        {{ t('requests.older') }}
      </button>
    }
  `,
})
export class OlderRequests {
  readonly requests = input.required<HttpResourceRef<ResourceRequest[] | undefined>>();
  /** Whose; everyone's that one decides about, when there is nobody. */
  readonly user = input<string>();
  protected readonly t = injectTranslate();
  protected readonly isBusy = signal(false);
  private readonly client = inject(RequestsClient);
  private readonly messages = inject(Messages);
  private readonly goesOn = signal<boolean | undefined>(undefined);
  protected readonly hasOlder = computed(() => {
    const requests = this.requests();
    return this.goesOn() ?? (requests.hasValue() && this.client.mayGoOn(requests.value().length));
  });

  protected async show(): Promise<void> {
    this.isBusy.set(true);
    const user = this.user();
    const wanted = user === undefined ? {} : { user };
    const more = await this.messages.attempt(() => this.client.addOlder(this.requests(), wanted));
    if (more !== undefined) this.goesOn.set(more);
    this.isBusy.set(false);
  }
}
