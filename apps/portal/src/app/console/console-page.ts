import {
  Component,
  DOCUMENT,
  DestroyRef,
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
import type { Vm } from '@vm-manager/contracts';
import { fromEvent, map, merge } from 'rxjs';
import { injectSentence } from '../http/sentence';
import { clockTime, duration } from '../i18n/format';
import { Languages } from '../i18n/languages';
import { PageTitle } from '../i18n/page-title';
import { SchoolTime } from '../i18n/school-time';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { BlankSlate } from '../ui/blank-slate';
import { CopyButton } from '../ui/copy-button';
import { Messages } from '../ui/messages';
import { ViewersNote } from '../ui/viewers-note';
import { Clock } from '../time/clock';
import { StateChip } from '../vms/state-chip';
import { ConsoleClient } from './console-client';
import { ConsoleScreen, type Phase } from './console-screen';
import { ControlBand } from './control-band';
import { watchesNow } from './held-control';
import { COMBINATIONS, type CombinationName } from './key-combinations';
import { KeysMenu } from './keys-menu';
import { LayoutNote } from './layout-note';
import { PowerMenu } from './power-menu';
import { ScreenMenu } from './screen-menu';
import { injectScreenRetry } from './screen-retry';
import { SerialScreen } from './serial-screen';
import { type Absence, type Situation, finalityOf, situationOf } from './situation';
import { TouchKeyboard } from './touch-keyboard';
import { TypedText } from './typed-text';
import { WhoseScreen } from './whose-screen';

const WAKING = ['start', 'resume'] as const;

/** The whole window for one screen. The commands can be put away; a small handle brings them back. */
@Component({
  selector: 'vmm-console-page',
  imports: [
    BlankSlate,
    ConsoleScreen,
    ControlBand,
    CopyButton,
    KeysMenu,
    LayoutNote,
    MatButton,
    MatIcon,
    MatIconButton,
    MatTooltip,
    PowerMenu,
    RouterLink,
    ScreenMenu,
    SerialScreen,
    StateChip,
    TouchKeyboard,
    TypedText,
    ViewersNote,
    WhoseScreen,
  ],
  templateUrl: './console-page.html',
  styleUrl: './console-page.scss',
})
export class ConsolePage {
  /** From the path. */
  readonly id = input.required<string>();
  /** From the query: `serie` for the serial line. */
  readonly console = input<string>();
  protected readonly isSerial = computed(() => this.console() === 'serie');
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  private readonly client = inject(ConsoleClient);
  private readonly messages = inject(Messages);
  protected readonly session = inject(Session);
  protected readonly vm = this.client.vm(() => this.id());
  /** As it was known last: a portal that cannot be asked for a moment takes nothing off the screen. */
  protected readonly machine = linkedSignal<Vm | undefined, Vm | undefined>({
    source: () => (this.vm.hasValue() ? this.vm.value() : undefined),
    computation: (vm, before) => vm ?? before?.value,
  });
  /** Whose screen it is when it is not one's own. */
  protected readonly otherOwner = computed(() => {
    const owner = this.machine()?.owner;
    return owner && owner.id !== this.session.user()?.id ? owner.displayName : '';
  });
  private readonly holderId = computed(() => this.machine()?.control?.holder?.id);
  private readonly isHeld = computed(() => this.holderId() === this.session.user()?.id);
  /** Somebody else types on this screen. */
  protected readonly isTaken = computed(() => this.holderId() !== undefined && !this.isHeld());
  protected readonly hasAsked = computed(
    () => this.machine()?.control?.asker?.id === this.session.user()?.id,
  );
  protected readonly mayCallForHelp = computed(() => {
    const vm = this.machine();
    const reader = this.session.user();
    return vm?.owner.id === reader?.id && reader?.role === 'student' && !vm?.control?.helpAskedAt;
  });
  /** As chosen, and as control comes and goes. */
  protected readonly isWatching = linkedSignal({
    source: () => ({
      otherOwner: this.otherOwner(),
      isHeld: this.isHeld(),
      isTaken: this.isTaken(),
    }),
    computation: watchesNow,
  });
  protected readonly isBare = signal(false);
  protected readonly isTextOpen = signal(false);
  protected readonly screen = viewChild(ConsoleScreen);
  protected readonly line = viewChild(SerialScreen);
  /** The one of both that is shown. */
  private readonly shown = computed(() => this.line() ?? this.screen());
  /** Once it was seen, the machine is known to have one. */
  protected readonly hasLine = linkedSignal<boolean, boolean>({
    source: () => this.isSerial() || (this.screen()?.hasLine() ?? false),
    computation: (now, before) => now || (before?.value ?? false),
  });
  /** Whether something of it is still to be seen while it is away. */
  protected readonly hasPicture = computed(
    () => this.line()?.wasSeen() ?? this.screen()?.lastPicture() !== undefined,
  );
  protected readonly touchKeyboard = viewChild(TouchKeyboard);
  private readonly languages = inject(Languages);
  private readonly clock = inject(Clock);
  private readonly school = inject(SchoolTime);
  private readonly handle = viewChild<ElementRef<HTMLElement>>('handle');
  private readonly document = inject(DOCUMENT);
  private readonly title = inject(PageTitle);

  protected readonly isFullScreen = toSignal(
    fromEvent(this.document, 'fullscreenchange').pipe(map(() => this.document.fullscreenElement !== null)),
    { initialValue: false },
  );
  private readonly state = computed(() => this.machine()?.state);
  /** How a machine without a screen can be given one now. */
  protected readonly waking = computed(() =>
    WAKING.find((action) => this.machine()?.allowedActions.includes(action)),
  );
  protected readonly name = computed(() => this.machine()?.name ?? '');
  protected readonly heading = computed(() => {
    const owner = this.otherOwner();
    return owner ? this.t('console.whose', { name: this.name(), owner }) : this.name();
  });
  protected readonly viewers = computed(() => this.machine()?.viewers ?? []);
  /** Whether there is a screen to show; a machine that starts later is connected by itself. */
  protected readonly hasScreen = computed(
    () => this.machine()?.allowedActions.includes('open-console') ?? false,
  );
  protected readonly phase = computed<Phase>(() => this.shown()?.phase() ?? { name: 'connecting' });
  /** Whether what is typed goes to the machine. */
  protected readonly takesKeys = computed(
    () => !this.isSerial() && this.phase().name === 'connected' && !this.isWatching() && !this.isTaken(),
  );
  protected readonly nextTry = injectScreenRetry(this.phase, () => this.reconnect());
  private readonly isOnline = toSignal(
    merge(fromEvent(window, 'online'), fromEvent(window, 'offline')).pipe(map(() => navigator.onLine)),
    { initialValue: navigator.onLine },
  );
  /** While it is asked for again, what is wrong stays as it was. */
  protected readonly situation = linkedSignal<Situation | undefined, Situation | undefined>({
    source: () =>
      situationOf({
        phase: this.phase(),
        state: this.state(),
        hasScreen: this.hasScreen(),
        isOnline: this.isOnline(),
      }),
    computation: (now, before) => now ?? (this.phase().name === 'connected' ? undefined : before?.value),
  });
  private readonly since = linkedSignal({
    source: () => this.situation()?.name,
    computation: () => this.clock.now(),
  });
  /** One sentence: what is happening, and since when where the screen was seen before. */
  protected readonly reason = computed(() => {
    const situation = this.situation();
    if (!situation) return '';
    if (situation.name === 'refused') return this.sentence(situation.error);
    const final = finalityOf(situation.name);
    if (final) return this.t(`console.ending.${final}`);
    if (situation.name === 'off' && !this.hasPicture()) return this.t('console.not-running');
    const since = clockTime(this.since(), this.languages.active(), this.school.zone());
    return this.t(`console.absent.${situation.name as Absence}`, { since });
  });
  protected readonly reasonTitle = computed(() => {
    if (this.situation()?.name === 'off') return this.t('console.not-running-title', { name: this.name() });
    return this.t(this.phase().name === 'refused' ? 'console.refused-title' : 'console.lost-title');
  });
  /** Nothing is left to be asked for. */
  protected readonly isOver = computed(() => {
    const name = this.situation()?.name;
    return name === 'rights-lost' || name === 'vm-deleted';
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      if (this.isFullScreen()) this.document.exitFullscreen().catch(() => undefined);
    });
    // The document's title is outside Angular's templates.
    effect(() => this.title.about(this.heading()));
    // noVNC's connection is a third party's: a machine that has arrived shows its screen without waiting for the next try.
    effect(() => {
      if (this.state() !== 'running') return;
      untracked(() => {
        if (this.phase().name === 'ended' || this.phase().name === 'refused') this.reconnect();
      });
    });
    // What was pushed while the portal was away was missed, and so was what could not be loaded then.
    effect(() => {
      if (this.phase().name === 'connected' && untracked(this.vm.error)) this.vm.reload();
    });
  }

  protected press(name: CombinationName): void {
    this.screen()?.press(COMBINATIONS[name]);
    // The menu gives the focus back to its button when it has closed.
    setTimeout(() => this.screen()?.focus());
  }

  protected reconnect(): void {
    this.shown()?.reconnect();
  }

  /** Not without keys: a watcher has nothing to type. */
  protected openText(): void {
    if (this.takesKeys()) this.isTextOpen.set(true);
  }

  protected closeText(): void {
    this.isTextOpen.set(false);
    setTimeout(() => this.screen()?.focus());
  }

  protected inWords(seconds: number): string {
    return duration(seconds, this.languages.active());
  }

  protected toggleFullScreen(): void {
    // All of the document: menus and dialogs lie beside the page, not in it.
    const root = this.document.documentElement;
    const change = this.isFullScreen() ? this.document.exitFullscreen() : root.requestFullscreen();
    // A browser may refuse, a phone may not know it; the button then simply does nothing.
    change.catch(() => undefined);
    this.screen()?.focus();
  }

  protected async callForHelp(): Promise<void> {
    await this.messages.attempt(() => this.client.callForHelp(this.id()));
  }

  protected async askForControl(): Promise<void> {
    await this.messages.attempt(() => this.client.askForControl(this.id()));
  }

  protected async withdraw(): Promise<void> {
    const reader = this.session.user();
    if (reader) await this.messages.attempt(() => this.client.answer(this.id(), 'refuse', reader.id));
  }

  protected async takeControl(): Promise<void> {
    await this.messages.attempt(() => this.client.takeControl(this.id()));
  }

  protected async wake(): Promise<void> {
    const vm = this.machine();
    if (vm) await this.messages.attempt(() => this.client.wake(vm));
  }

  protected hideCommands(): void {
    this.isBare.set(true);
    this.shown()?.focus();
  }

  /** Ctrl+Alt+Shift: the commands come back and take the focus. */
  protected showCommands(): void {
    this.isBare.set(false);
    setTimeout(() => this.handle()?.nativeElement.focus());
  }
}
