import { Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink, RouterLinkActive } from '@angular/router';
import type { TextKey } from '../i18n/text-key';
import { injectTranslate } from '../i18n/translate';
import { RequestsClient } from '../requests/requests-client';
import { Session } from '../session/session';
import type { IconName } from '../ui/icons';

interface Place {
  readonly path: string;
  readonly icon: IconName;
  readonly text: TextKey;
  /** Pages below this one belong to it as well. */
  readonly hasPagesBelow: boolean;
  /** How much waits there for the reader. */
  readonly waiting?: number;
}

const TEACHERS_PLACE: Place = { path: '/classes', icon: 'school', text: 'page.classes', hasPagesBelow: true };
const ADMINISTRATORS_PLACE: Place = {
  path: '/administration',
  icon: 'shield',
  text: 'page.administration',
  hasPagesBelow: true,
};

/** The rail on a wide window, the bar at the bottom of a phone. */
@Component({
  selector: 'vmm-places',
  imports: [MatIcon, RouterLink, RouterLinkActive],
  templateUrl: './places.html',
  styleUrl: './places.scss',
})
export class Places {
  protected readonly t = injectTranslate();
  private readonly session = inject(Session);
  private readonly requests = inject(RequestsClient).list(() =>
    this.session.seesOthers() ? { state: 'pending' } : undefined,
  );
  private readonly waiting = computed(
    () =>
      (this.requests.hasValue() ? this.requests.value() : []).filter(
        ({ state, allowedActions }) => state === 'pending' && allowedActions.includes('approve'),
      ).length,
  );
  protected readonly places = computed<Place[]>(() => {
    const role = this.session.user()?.role;
    return [
      { path: '/machines', icon: 'computer', text: 'page.my-vms', hasPagesBelow: false },
      { path: '/machines/nouvelle', icon: 'add', text: 'page.new-vm', hasPagesBelow: false },
      ...(role === 'teacher' ? [TEACHERS_PLACE] : []),
      ...(this.session.seesOthers()
        ? [{ path: '/toutes', icon: 'list', text: 'page.all-vms', hasPagesBelow: true } as const]
        : []),
      {
        path: '/demandes',
        icon: 'inbox',
        text: this.session.seesOthers() ? 'page.requests' : 'page.my-requests',
        hasPagesBelow: true,
        waiting: this.waiting(),
      },
      ...(role === 'admin' ? [ADMINISTRATORS_PLACE] : []),
    ];
  });
}
