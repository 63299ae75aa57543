import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { injectSizes } from '../../i18n/sizes';
import { injectTranslate } from '../../i18n/translate';
import { Session } from '../../session/session';
import { ViewersNote } from '../../ui/viewers-note';
import { failureOf } from '../failure';
import { JobProgress } from '../job-progress';
import { isUnderWay } from '../job-words';
import { PrimaryButton } from '../primary-button';
import { ScreenPicture } from '../screen-picture';
import { StateChip } from '../state-chip';
import { TemplatesClient } from '../templates-client';
import { VmAddress } from '../vm-address';
import { VmMenu } from '../vm-menu';

/** One machine of one's own. The line below the name is of one height whatever it says, so cards never jump. */
@Component({
  selector: 'vmm-vm-card',
  imports: [JobProgress, PrimaryButton, RouterLink, ScreenPicture, StateChip, ViewersNote, VmAddress, VmMenu],
  templateUrl: './vm-card.html',
  styleUrl: './vm-card.scss',
})
export class VmCard {
  readonly vm = input.required<Vm>();
  protected readonly t = injectTranslate();
  protected readonly sizes = injectSizes();
  protected readonly templates = inject(TemplatesClient);
  private readonly session = inject(Session);
  protected readonly me = computed(() => this.session.user()?.id);
  protected readonly failure = computed(() => failureOf(this.vm()));
  protected readonly runningJob = computed(() => {
    const { job } = this.vm();
    return isUnderWay(job) ? job : null;
  });
}
