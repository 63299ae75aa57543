import type { ConsoleTicket } from '@vm-manager/contracts';
import { endingOf, type Ending } from './screen-connection';

/** One connection to a serial line: made from one ticket, over once it has ended. */
export class SerialConnection {
  private readonly encoder = new TextEncoder();

  private constructor(private readonly socket: WebSocket) {}

  static open(
    ticket: ConsoleTicket,
    tell: { connected(): void; said(bytes: Uint8Array): void; ended(why: Ending): void },
  ): SerialConnection {
    const socket = new WebSocket(ticket.url, ticket.protocols);
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => tell.connected());
    socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) =>
      tell.said(new Uint8Array(data)),
    );
    socket.addEventListener('close', ({ reason }) => tell.ended(endingOf(reason)));
    return new SerialConnection(socket);
  }

  type(text: string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(this.encoder.encode(text));
  }

  close(): void {
    this.socket.close();
  }
}
