import { Component, computed, inject } from '@angular/core';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { Ago } from '../../i18n/ago';
import { injectSizes } from '../../i18n/sizes';
import { injectTranslate } from '../../i18n/translate';
import { CopyButton } from '../../ui/copy-button';
import { ScreenPicture } from '../screen-picture';
import { TemplatesClient } from '../templates-client';
import { VmAddress } from '../vm-address';
import { CurrentVm } from './current-vm';

/** The machine at a glance: its screen, and what one needs to reach it. */
@Component({
  selector: 'vmm-screen-tab',
  imports: [Ago, CopyButton, MatIcon, RouterLink, ScreenPicture, VmAddress],
  templateUrl: './screen-tab.html',
  styleUrl: './screen-tab.scss',
})
export class ScreenTab {
  protected readonly t = injectTranslate();
  protected readonly sizes = injectSizes();
  protected readonly vm = inject(CurrentVm).vm;
  protected readonly template = inject(TemplatesClient).of(this.vm);
  /** The account beside the person's own that was given a password too. */
  protected readonly administrator = computed(() => {
    return this.template()?.os === 'windows' ? 'vm.administrator' : 'vm.root';
  });
}
