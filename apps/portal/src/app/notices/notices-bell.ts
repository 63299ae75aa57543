import { LiveAnnouncer } from '@angular/cdk/a11y';
import { NgComponentOutlet, NgTemplateOutlet } from '@angular/common';
import { Component, type Type, computed, inject, signal } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { injectTranslate } from '../i18n/translate';
import { NoticesClient } from './notices-client';

/** How many of the things that one was told are unread. What they say is loaded when it is wanted. */
@Component({
  selector: 'vmm-notices-bell',
  imports: [MatIcon, MatIconButton, NgComponentOutlet, NgTemplateOutlet],
  templateUrl: './notices-bell.html',
  styleUrl: './notices-bell.scss',
})
export class NoticesBell {
  protected readonly t = injectTranslate();
  private readonly announcer = inject(LiveAnnouncer);
  protected readonly notices = inject(NoticesClient).list(({ text }) => void this.announcer.announce(text));
  protected readonly unread = computed(() =>
    this.notices.hasValue() ? this.notices.value().filter(({ readAt }) => readAt === null).length : 0,
  );
  protected readonly label = computed(() =>
    this.unread() > 0 ? this.t.count('notices.unread', this.unread()) : this.t('notices.title'),
  );
  protected readonly menu = signal<Type<unknown> | null>(null);

  protected async open(): Promise<void> {
    const { NoticesMenu } = await import('./notices-menu');
    this.menu.set(NoticesMenu);
  }
}
