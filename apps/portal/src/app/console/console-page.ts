import {
  Component,
  DOCUMENT,
  ElementRef,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatIcon } from '@angular/material/icon';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { fromEvent, map } from 'rxjs';
import { injectSentence } from '../http/sentence';
import { PageTitle } from '../i18n/page-title';
import { injectTranslate } from '../i18n/translate';
import { BlankSlate } from '../ui/blank-slate';
import { Session } from '../session/session';
import { Messages } from '../ui/messages';
import { ViewersNote } from '../ui/viewers-note';
import { ConsoleClient } from './console-client';
import { ConsoleScreen, type Phase } from './console-screen';
import { WhoseScreen } from './whose-screen';

const WAKING = ['start', 'resume'] as const;

/** The whole window for one screen. The commands can be put away; a small handle brings them back. */
@Component({
  selector: 'vmm-console-page',
  imports: [
    BlankSlate,
    ConsoleScreen,
    MatButton,
    MatIcon,
    MatIconButton,
    MatTooltip,
    RouterLink,
    ViewersNote,
    WhoseScreen,
  ],
  templateUrl: './console-page.html',
  styleUrl: './console-page.scss',
})
export class ConsolePage {
  /** From the path. */
  readonly id = input.required<string>();
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  private readonly console = inject(ConsoleClient);
  private readonly messages = inject(Messages);
  protected readonly session = inject(Session);
  protected readonly vm = this.console.vm(() => this.id());
  /** Whose screen it is when it is not one's own. */
  protected readonly otherOwner = computed(() => {
    const owner = this.vm.hasValue() ? this.vm.value().owner : undefined;
    return owner && owner.id !== this.session.user()?.id ? owner.displayName : '';
  });
  /** Another's screen is looked at first: keys go there once they are asked for. */
  protected readonly isWatching = linkedSignal(() => this.otherOwner() !== '');
  protected readonly isBare = signal(false);
  protected readonly screen = viewChild(ConsoleScreen);
  private readonly handle = viewChild<ElementRef<HTMLElement>>('handle');
  private readonly document = inject(DOCUMENT);
  private readonly page = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly title = inject(PageTitle);

  protected readonly isFullScreen = toSignal(
    fromEvent(this.document, 'fullscreenchange').pipe(map(() => this.document.fullscreenElement !== null)),
    { initialValue: false },
  );
  private readonly state = computed(() => (this.vm.hasValue() ? this.vm.value().state : undefined));
  /** How a machine without a screen can be given one now. */
  protected readonly waking = computed(() =>
    this.vm.hasValue()
      ? WAKING.find((action) => this.vm.value()?.allowedActions.includes(action))
      : undefined,
  );
  protected readonly name = computed(() => (this.vm.hasValue() ? this.vm.value().name : ''));
  protected readonly heading = computed(() => {
    const owner = this.otherOwner();
    return owner ? this.t('console.whose', { name: this.name(), owner }) : this.name();
  });
  protected readonly viewers = computed(() => (this.vm.hasValue() ? this.vm.value().viewers : []));
  /** Whether there is a screen to show; a machine that starts later is connected by itself. */
  protected readonly hasScreen = computed(
    () => this.vm.hasValue() && this.vm.value().allowedActions.includes('open-console'),
  );
  protected readonly phase = computed<Phase>(() => this.screen()?.phase() ?? { name: 'connecting' });
  protected readonly reason = computed(() => {
    const phase = this.phase();
    if (phase.name === 'refused') return this.sentence(phase.error);
    return this.t(phase.name === 'ended' && phase.why ? `console.ending.${phase.why}` : 'console.lost');
  });

  constructor() {
    // The document's title is outside Angular's templates.
    effect(() => this.title.about(this.heading()));
    // noVNC's connection is a third party's: a machine that is back after a stop shows its screen by itself.
    effect(() => {
      if (this.state() === 'running' && untracked(this.phase).name === 'ended')
        untracked(() => this.screen()?.reconnect());
    });
  }

  protected toggleFullScreen(): void {
    const change = this.isFullScreen() ? this.document.exitFullscreen() : this.page.requestFullscreen();
    // A browser may refuse, a phone may not know it; the button then simply does nothing.
    change.catch(() => undefined);
    this.screen()?.focus();
  }

  protected async wake(): Promise<void> {
    const vm = this.vm.value();
    if (vm) await this.messages.attempt(() => this.console.wake(vm));
  }

  protected hideCommands(): void {
    this.isBare.set(true);
    this.screen()?.focus();
  }

  /** Ctrl+Alt+Shift: the commands come back and take the focus. */
  protected showCommands(): void {
    this.isBare.set(false);
    setTimeout(() => this.handle()?.nativeElement.focus());
  }
}
