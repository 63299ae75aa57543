import type { ConsoleTicket } from '@vm-manager/contracts';
import type RFB from '@novnc/novnc';
import { HELD_KEYS } from './keyboard-release';

/** Words that the gateway closes with and that a person can do something with. */
export const ENDINGS = [
  'rights-lost',
  'screen-gone',
  'screen-unavailable',
  'vm-deleted',
  'timed-out',
  'restarting',
] as const;
/** Why a connection ended; undefined when the line just broke. */
export type Ending = (typeof ENDINGS)[number] | undefined;

/** One connection to a screen: made from one ticket, over once it has ended. */
export class ScreenConnection {
  private constructor(private readonly rfb: RFB) {}

  static async open(
    ticket: ConsoleTicket,
    target: HTMLElement,
    tell: { connected(): void; ended(why: Ending): void },
  ): Promise<ScreenConnection> {
    const { default: Rfb } = await import('@novnc/novnc');
    // The socket is ours so that its closing reason can be read; noVNC keeps it to itself.
    const socket = new WebSocket(ticket.url, ticket.protocols);
    let why: Ending;
    socket.addEventListener('close', ({ reason }) => (why = ENDINGS.find((ending) => ending === reason)));
    const rfb = new Rfb(target, socket, { shared: true });
    rfb.scaleViewport = true;
    rfb.background = 'transparent';
    rfb.addEventListener('connect', () => tell.connected());
    rfb.addEventListener('disconnect', () => tell.ended(why));
    return new ScreenConnection(rfb);
  }

  set viewOnly(isOn: boolean) {
    this.rfb.viewOnly = isOn;
  }

  focus(): void {
    this.rfb.focus({ preventScroll: true });
  }

  /** Gives the keyboard back to the portal, without leaving keys pressed in the guest. */
  releaseKeyboard(): void {
    for (const { keysym, code } of HELD_KEYS) this.rfb.sendKey(keysym, code, false);
    this.rfb.blur();
  }

  sendCtrlAltDel(): void {
    this.rfb.sendCtrlAltDel();
  }

  close(): void {
    this.rfb.disconnect();
  }
}
