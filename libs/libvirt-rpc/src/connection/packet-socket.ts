import type { Duplex } from 'node:stream';
import type { Packet } from '../wire/header.js';
import { PacketFramer } from '../wire/packet-framer.js';
import { LibvirtConnectionError } from './errors.js';

export interface PacketSocketEvents {
  onPacket(packet: Packet): void;
  /** Once, whatever ended the connection. */
  onClose(error: LibvirtConnectionError): void;
}

/** Packets over a byte stream. Reading can be held up by several readers at once. */
export class PacketSocket {
  readonly #socket: Duplex;
  readonly #framer = new PacketFramer();
  readonly #holders = new Set<unknown>();
  #closed: LibvirtConnectionError | undefined;

  constructor(socket: Duplex, events: PacketSocketEvents) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk, events));
    socket.on('error', (cause) =>
      this.#note(new LibvirtConnectionError('lost', `libvirt connection: ${cause.message}`, { cause })),
    );
    socket.on('close', () => {
      this.#note(new LibvirtConnectionError('lost', 'libvirt closed the connection'));
      if (this.#closed) events.onClose(this.#closed);
    });
  }

  get isHeld(): boolean {
    return this.#holders.size > 0;
  }

  /** `onFlushed` runs when the kernel has taken the bytes, with an error when it never will. */
  send(packet: Buffer, onFlushed?: (error?: Error | null) => void): void {
    this.#socket.write(packet, onFlushed);
  }

  /** Stops reading until every holder has released; all traffic of the connection waits. */
  hold(holder: unknown): void {
    this.#holders.add(holder);
    this.#socket.pause();
  }

  release(holder: unknown): void {
    if (this.#holders.delete(holder) && this.#holders.size === 0) this.#socket.resume();
  }

  /** Closes at once; `onClose` follows with this error unless another one came first. */
  destroy(error: LibvirtConnectionError): void {
    this.#note(error);
    this.#socket.destroy();
  }

  #receive(chunk: Buffer, events: PacketSocketEvents): void {
    try {
      for (const packet of this.#framer.push(chunk)) {
        if (!this.#closed) events.onPacket(packet);
      }
    } catch (cause) {
      this.destroy(
        new LibvirtConnectionError('protocol', 'the peer does not speak the libvirt protocol', { cause }),
      );
    }
  }

  #note(error: LibvirtConnectionError): void {
    this.#closed ??= error;
  }
}
