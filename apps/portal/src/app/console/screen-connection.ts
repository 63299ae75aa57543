import type { ConsoleTicket } from '@vm-manager/contracts';
import type { Edit } from './text-edit';
import type RFB from '@novnc/novnc';
import { guestFollowed } from './guest-pace';
import { HELD_KEYS, type Key } from './key-combinations';
import type { KeyChange } from './key-translation';
import { layoutNamed, type KeyboardLayout } from './keyboard-layouts';
import type { Sizing } from './screen-sizing';
import { chordsFor, chordsOf, unicodeKeysym } from './text-typing';

/** Words that the gateway closes with and that a person can do something with. */
export const ENDINGS = [
  'rights-lost',
  'screen-gone',
  'screen-unavailable',
  'vm-deleted',
  'timed-out',
  'restarting',
  'taken-over',
  'control-passed',
] as const;
/** Why a connection ended; undefined when the line just broke. */
export type Ending = (typeof ENDINGS)[number] | undefined;

export const endingOf = (reason: string): Ending => ENDINGS.find((ending) => ending === reason);

const BACKSPACE: Key = { keysym: 0xff08, code: 'Backspace' };
/** What phones like to write instead of what is on a keyboard. */
const PLAIN: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '“': '"',
  '”': '"',
  '…': '.',
  '–': '-',
};
/** A guest's keyboard holds few keys that it has not read yet. */
const BETWEEN_CHARACTERS_MS = 25;

/** One connection to a screen: made from one ticket, over once it has ended. */
export class ScreenConnection {
  private typing = Promise.resolve();
  private waiting = 0;
  private wasSeen = false;
  private isOver = false;
  /** Bytes of the screen so far. */
  received = 0;

  private constructor(
    private readonly rfb: RFB,
    private readonly socket: WebSocket,
    /** The guest's, as far as it is known. */
    readonly layout: KeyboardLayout | undefined,
  ) {}

  static async open(
    ticket: ConsoleTicket,
    target: HTMLElement,
    tell: { connected(): void; copied(text: string): void; ended(why: Ending): void },
  ): Promise<ScreenConnection> {
    const { default: Rfb } = await import('@novnc/novnc');
    // The socket is ours so that its closing reason can be read; noVNC keeps it to itself.
    const socket = new WebSocket(ticket.url, ticket.protocols);
    let why: Ending;
    socket.addEventListener('close', ({ reason }) => (why = endingOf(reason)));
    socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
      connection.received += data.byteLength;
    });
    const rfb = new Rfb(target, socket, { shared: true });
    rfb.background = 'transparent';
    const connection = new ScreenConnection(rfb, socket, layoutNamed(ticket.keyboard ?? ''));
    rfb.addEventListener('connect', () => {
      connection.wasSeen = true;
      tell.connected();
    });
    rfb.addEventListener('clipboard', ({ detail }) => tell.copied(detail.text));
    rfb.addEventListener('disconnect', () => {
      connection.isOver = true;
      tell.ended(why);
    });
    return connection;
  }

  /** The screen as it was seen last, as a `data:` address; undefined when it never was. */
  picture(): string | undefined {
    return this.wasSeen ? this.rfb.toDataURL('image/png') : undefined;
  }

  set viewOnly(isOn: boolean) {
    this.rfb.viewOnly = isOn;
  }

  /** The guest takes the window's size where it can; where it cannot, its screen is made to fit. */
  set sizing(sizing: Sizing) {
    this.rfb.scaleViewport = sizing !== 'actual';
    this.rfb.resizeSession = sizing === 'follow';
  }

  focus(): void {
    this.rfb.focus({ preventScroll: true });
  }

  /** Can be pasted in the guest, where it has a clipboard to share. */
  offer(text: string): void {
    this.rfb.clipboardPasteFrom(text);
  }

  /** Gives the keyboard back to the portal, without leaving keys pressed in the guest. */
  releaseKeyboard(): void {
    for (const { keysym, code } of HELD_KEYS) this.rfb.sendKey(keysym, code, false);
    this.rfb.blur();
  }

  /** Whether a touch of the screen takes the keyboard: not while the on-screen one is open. */
  set takesFocus(isOn: boolean) {
    this.rfb.focusOnClick = isOn;
  }

  /** All down in this order, and up again; after what is still being typed. */
  press(keys: readonly Key[]): void {
    if (this.waiting === 0) this.strike(keys);
    else this.afterTyping(() => this.strike(keys));
  }

  /** At once, as keys that are pressed. */
  change(changes: readonly KeyChange[]): void {
    for (const { keysym, code, isDown } of changes) this.rfb.sendKey(keysym, code, isDown);
  }

  private strike(keys: readonly Key[]): void {
    for (const { keysym, code } of keys) this.rfb.sendKey(keysym, code, true);
    for (const { keysym, code } of keys.toReversed()) this.rfb.sendKey(keysym, code, false);
  }

  /** Takes back and types what a person changed in a text, one character after the other. */
  edit({ removed, added }: Edit): void {
    const presses = [
      ...Array.from({ length: removed }, () => () => this.strike([BACKSPACE])),
      ...[...added].map((character) => () => this.typeCharacter(character)),
    ];
    for (const press of presses) this.afterTyping(press);
  }

  private afterTyping(press: () => void): void {
    this.waiting += 1;
    this.typing = this.typing.then(async () => {
      press();
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_CHARACTERS_MS));
      this.waiting -= 1;
    });
  }

  private typeCharacter(character: string): void {
    const chords = this.layout ? chordsFor(PLAIN[character] ?? character, this.layout) : [];
    for (const chord of chords) this.strike(chord);
    // Not on this keyboard: the guest may know the character by its name.
    if (chords.length === 0) this.strike([{ keysym: unicodeKeysym(character), code: '' }]);
  }

  /** Types a text as fast as the guest follows, until its end, the signal's, or the connection's. */
  type(text: string, { signal, typed }: { signal: AbortSignal; typed(count: number): void }): Promise<void> {
    const { layout } = this;
    if (!layout) return Promise.resolve();
    this.waiting += 1;
    const course = this.typing.then(async () => {
      for (const [at, chords] of chordsOf(text, layout).entries()) {
        for (const chord of chords) {
          if (signal.aborted || this.socket.readyState !== WebSocket.OPEN) return;
          this.strike(chord);
          await guestFollowed(this.socket);
        }
        typed(at + 1);
      }
    });
    this.typing = course.finally(() => (this.waiting -= 1));
    return course;
  }

  close(): void {
    if (!this.isOver) this.rfb.disconnect();
  }
}
