import { decodeXdr, encodeXdr } from '../xdr/codec.js';
import { LibvirtError } from '../connection/errors.js';
import { errorMessage } from '../protocol/error-message.js';
import { streamHole } from '../protocol/stream-hole.js';
import { PROGRAM_VERSION, type Procedure } from '../protocol/procedure.js';
import type { PacketSocket } from '../connection/packet-socket.js';
import { MessageStatus, MessageType, encodePacket, type Packet } from '../wire/header.js';
import { RpcStream, type StreamMode } from './rpc-stream.js';

interface OpenStream {
  readonly stream: RpcStream;
  readonly procedure: string;
}

/** The streams of one connection, by the serial of the call that opened them. */
export class StreamTable {
  readonly #open = new Map<number, OpenStream>();
  readonly #socket: PacketSocket;

  constructor(socket: PacketSocket) {
    this.#socket = socket;
  }

  /** Before the call is sent: the first data may arrive before its answer. */
  add(procedure: Procedure<unknown, unknown>, serial: number, mode: StreamMode): RpcStream {
    const { name, program, number } = procedure;
    const header = { program, version: PROGRAM_VERSION, procedure: number, type: MessageType.stream, serial };
    const holeHeader = { ...header, type: MessageType.streamHole, status: MessageStatus.continue };
    const stream = new RpcStream(mode, {
      send: (status, bytes, onFlushed) =>
        this.#socket.send(encodePacket({ ...header, status }, bytes), onFlushed),
      sendHole: (length, onFlushed) =>
        this.#socket.send(encodePacket(holeHeader, encodeXdr(streamHole, { length, flags: 0 })), onFlushed),
      hold: () => this.#socket.hold(serial),
      release: () => this.#socket.release(serial),
      forget: () => this.#open.delete(serial),
    });
    this.#open.set(serial, { stream, procedure: name });
    return stream;
  }

  deliver(packet: Packet): void {
    const open = this.#open.get(packet.header.serial);
    // libvirt may still send for a stream that we aborted.
    if (!open) return;
    const { stream, procedure } = open;
    if (packet.header.type === MessageType.streamHole)
      stream.receiveHole(decodeXdr(streamHole, packet.body).length);
    else if (packet.header.status === MessageStatus.continue) stream.receive(packet.body);
    else if (packet.header.status === MessageStatus.ok) stream.confirm();
    else stream.fail(new LibvirtError(procedure, decodeXdr(errorMessage, packet.body)));
  }

  failAll(error: Error): void {
    for (const { stream } of [...this.#open.values()]) stream.fail(error);
  }
}
