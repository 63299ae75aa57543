import type { HttpResourceRef } from '@angular/common/http';
import { NgTemplateOutlet } from '@angular/common';
import {
  Component,
  type TemplateRef,
  afterNextRender,
  computed,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule, MatMenuTrigger } from '@angular/material/menu';
import { Router } from '@angular/router';
import type { Notice } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { pictureOf, placeOf } from './notice-list';
import { NoticesClient } from './notices-client';

/** What one was told, the newest first, each leading to what it is about; open at once. */
@Component({
  selector: 'vmm-notices-menu',
  imports: [Ago, MatIcon, MatIconButton, MatMenuModule, NgTemplateOutlet],
  templateUrl: './notices-menu.html',
})
export class NoticesMenu {
  readonly notices = input.required<HttpResourceRef<Notice[] | undefined>>();
  /** What is on the button. */
  readonly face = input.required<TemplateRef<unknown>>();
  protected readonly t = injectTranslate();
  protected readonly pictureOf = pictureOf;
  private readonly client = inject(NoticesClient);
  private readonly router = inject(Router);
  private readonly messages = inject(Messages);
  private readonly trigger = viewChild.required(MatMenuTrigger);
  protected readonly all = computed(() => {
    const notices = this.notices();
    return notices.hasValue() ? notices.value() : [];
  });
  protected readonly hasUnread = computed(() => this.all().some(({ readAt }) => readAt === null));
  /** Undefined until older ones were asked for. */
  private readonly goesOn = signal<boolean | undefined>(undefined);
  protected readonly hasOlder = computed(() => this.goesOn() ?? this.client.mayGoOn(this.all().length));

  constructor() {
    afterNextRender(() => this.trigger().openMenu());
  }

  /** Letters have empty lines; here is no room for them. */
  protected oneBelowAnother(text: string): string {
    return text.replaceAll(/\n+/g, '\n');
  }

  protected async open(notice: Notice): Promise<void> {
    await this.messages.attempt(() => this.client.markRead(notice));
    const place = placeOf(notice);
    if (place) await this.router.navigateByUrl(place);
  }

  /** The menu stays open: one goes on reading. */
  protected async showOlder(event: Event): Promise<void> {
    event.stopPropagation();
    const more = await this.messages.attempt(() => this.client.addOlder(this.notices()));
    if (more !== undefined) this.goesOn.set(more);
  }

  protected async readAll(): Promise<void> {
    await this.messages.attempt(() => this.client.markAllRead(this.notices()));
  }
}
