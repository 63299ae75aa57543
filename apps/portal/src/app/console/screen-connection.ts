import type { ConsoleTicket } from '@vm-manager/contracts';
import type RFB from '@novnc/novnc';
import { HELD_KEYS } from './keyboard-release';

export interface Ending {
  /** False when the line broke; true when one side ended it on purpose. */
  readonly isOnPurpose: boolean;
}

/** One connection to a screen: made from one ticket, over once it has ended. */
export class ScreenConnection {
  private constructor(private readonly rfb: RFB) {}

  static async open(
    ticket: ConsoleTicket,
    target: HTMLElement,
    tell: { connected(): void; ended(ending: Ending): void },
  ): Promise<ScreenConnection> {
    const { default: Rfb } = await import('@novnc/novnc');
    // The socket is ours so that its closing code can be read; noVNC keeps it to itself.
    const socket = new WebSocket(ticket.url, ticket.protocols);
    let closing: CloseEvent | undefined;
    socket.addEventListener('close', (event) => (closing = event));
    const rfb = new Rfb(target, socket, { shared: true });
    rfb.scaleViewport = true;
    rfb.background = 'transparent';
    rfb.addEventListener('connect', () => tell.connected());
    rfb.addEventListener('disconnect', () =>
      // 1008 is the gateway's "no longer allowed"; 1000 a plain end.
      tell.ended({ isOnPurpose: closing?.code === 1008 }),
    );
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
