import { KEEPALIVE_PROGRAM, PROGRAM_VERSION } from '../protocol/procedure.js';
import { MessageStatus, MessageType, encodePacket, type PacketHeader } from '../wire/header.js';

export interface KeepaliveOptions {
  /** Silence after which a ping is sent, in milliseconds. */
  readonly intervalMs: number;
  /** Unanswered pings after which the connection counts as dead. */
  readonly count: number;
}

const PING = 1;
const PONG = 2;

function message(procedure: number): Buffer {
  const fixed = { program: KEEPALIVE_PROGRAM, version: PROGRAM_VERSION, serial: 0 };
  return encodePacket({ ...fixed, procedure, type: MessageType.event, status: MessageStatus.ok });
}

/** Pings a silent peer, and answers its pings whether we ping or not. */
export class Keepalive {
  #timer: NodeJS.Timeout | undefined;
  #unanswered = 0;
  readonly #send: (packet: Buffer) => void;

  constructor(send: (packet: Buffer) => void) {
    this.#send = send;
  }

  /** `isDeaf` says that we ourselves are not reading, when silence proves nothing. */
  start(options: KeepaliveOptions, isDeaf: () => boolean, onDead: () => void): void {
    this.#timer = setInterval(() => {
      if (isDeaf()) return;
      if (this.#unanswered >= options.count) {
        this.stop();
        onDead();
        return;
      }
      this.#unanswered += 1;
      this.#send(message(PING));
    }, options.intervalMs);
    this.#timer.unref();
  }

  /** Any packet proves that the peer lives, and a peer that talks need not be asked. */
  heard(): void {
    this.#unanswered = 0;
    this.#timer?.refresh();
  }

  /** True when the packet was a keepalive one and is dealt with. */
  take(header: PacketHeader): boolean {
    if (header.program !== KEEPALIVE_PROGRAM) return false;
    if (header.procedure === PING) this.#send(message(PONG));
    return true;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
