import { LiveAnnouncer } from '@angular/cdk/a11y';
import { Component, computed, inject, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatMenuModule } from '@angular/material/menu';
import { Router } from '@angular/router';
import type { Notice } from '@vm-manager/contracts';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { pictureOf, placeOf } from './notice-list';
import { NoticesClient } from './notices-client';

/** What one was told: how many unread, the newest below, each leading to what it is about. */
@Component({
  selector: 'vmm-notices-bell',
  imports: [Ago, MatIcon, MatIconButton, MatMenuModule],
  templateUrl: './notices-bell.html',
  styleUrl: './notices-bell.scss',
})
export class NoticesBell {
  protected readonly t = injectTranslate();
  private readonly client = inject(NoticesClient);
  private readonly router = inject(Router);
  private readonly announcer = inject(LiveAnnouncer);
  private readonly messages = inject(Messages);
  protected readonly notices = this.client.list(({ text }) => void this.announcer.announce(text));
  protected readonly all = computed(() => (this.notices.hasValue() ? this.notices.value() : []));
  protected readonly unread = computed(() => this.all().filter(({ readAt }) => readAt === null).length);
  /** Undefined until older ones were asked for. */
  private readonly goesOn = signal<boolean | undefined>(undefined);
  protected readonly hasOlder = computed(() => this.goesOn() ?? this.client.mayGoOn(this.all().length));
  protected readonly pictureOf = pictureOf;
  protected readonly label = computed(() =>
    this.unread() > 0 ? this.t.count('notices.unread', this.unread()) : this.t('notices.title'),
  );

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
    const more = await this.messages.attempt(() => this.client.addOlder(this.notices));
    if (more !== undefined) this.goesOn.set(more);
  }

  protected async readAll(): Promise<void> {
    await this.messages.attempt(() => this.client.markAllRead(this.notices));
  }
}
