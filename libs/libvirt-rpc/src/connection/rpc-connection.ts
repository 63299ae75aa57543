import type { Duplex } from 'node:stream';
import { PROGRAM_VERSION, type Procedure } from '../protocol/procedure.js';
import { StreamTable } from '../streams/stream-table.js';
import { OpeningStream } from '../streams/opening-stream.js';
import type { StreamMode } from '../streams/rpc-stream.js';
import { MessageStatus, MessageType, encodePacket, stampSerial, type Packet } from '../wire/header.js';
import { encodeXdr } from '../xdr/codec.js';
import { CallTable, type CallRequest } from './call-table.js';
import { LibvirtConnectionError } from './errors.js';
import { Keepalive, type KeepaliveOptions } from './keepalive.js';
import { PacketSocket } from './packet-socket.js';
import type { CallOptions, EventfulChannel, OpenedStream } from './rpc-channel.js';

export interface RpcConnectionOptions {
  /** Milliseconds a call may take unless it says otherwise. */
  readonly timeoutMs: number;
  /** Calls on the wire at once; must stay below libvirtd's `max_client_requests`. */
  readonly maxCallsInFlight: number;
}

/** Calls, streams and events over one open byte stream. It knows packets and procedures, not what they mean. */
export class RpcConnection implements EventfulChannel {
  readonly #options: RpcConnectionOptions;
  readonly #socket: PacketSocket;
  readonly #calls: CallTable;
  readonly #streams: StreamTable;
  readonly #keepalive: Keepalive;
  readonly #eventListeners = new Set<(packet: Packet) => void>();
  readonly #endListeners: Array<(error: LibvirtConnectionError) => void> = [];
  #end: LibvirtConnectionError | undefined;

  constructor(bytes: Duplex, options: RpcConnectionOptions) {
    this.#options = options;
    this.#calls = new CallTable(options.maxCallsInFlight);
    this.#socket = new PacketSocket(bytes, {
      onPacket: (packet) => this.#dispatch(packet),
      onClose: (error) => this.#onClose(error),
    });
    this.#streams = new StreamTable(this.#socket);
    this.#keepalive = new Keepalive((packet) => this.#socket.send(packet));
  }

  /** Resolves (never rejects) with the reason when the connection is gone. */
  get ended(): Promise<LibvirtConnectionError> {
    const end = this.#end;
    return new Promise((resolve) => (end ? resolve(end) : this.#endListeners.push(resolve)));
  }

  get isOpen(): boolean {
    return this.#end === undefined;
  }

  startKeepalive(options: KeepaliveOptions): void {
    const dead = new LibvirtConnectionError('keepalive', 'libvirt stopped answering');
    this.#keepalive.start(
      options,
      () => this.#socket.isHeld,
      () => this.destroy(dead),
    );
  }

  async call<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    options: CallOptions = {},
  ): Promise<Result> {
    return this.#start(procedure, args, options);
  }

  async callInOrder<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    onResult: (result: Result) => void,
  ): Promise<void> {
    await this.#start(procedure, args, {
      onAnswer: (answer) => {
        if ('result' in answer) onResult(answer.result);
      },
    });
  }

  async openStream<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    mode: StreamMode,
    options: CallOptions = {},
  ): Promise<OpenedStream<Result>> {
    const opening = new OpeningStream();
    try {
      const result = await this.#start(procedure, args, {
        ...options,
        onSend: (serial) => opening.begin(this.#streams.add(procedure, serial, mode)),
        onAnswer: (answer) => opening.answered(answer),
      });
      return { result, stream: opening.handOver() };
    } catch (error) {
      opening.abandon();
      throw error;
    }
  }

  onEvent(listener: (packet: Packet) => void): void {
    this.#eventListeners.add(listener);
  }

  destroy(error: LibvirtConnectionError): void {
    this.#socket.destroy(error);
  }

  async #start<Args, Result>(
    procedure: Procedure<Args, Result>,
    args: Args,
    extra: CallOptions & Pick<CallRequest<Result>, 'onAnswer'> & { onSend?: (serial: number) => void },
  ): Promise<Result> {
    if (this.#end) throw this.#end;
    const { program, number } = procedure;
    const header = {
      program,
      version: PROGRAM_VERSION,
      procedure: number,
      type: MessageType.call,
      status: MessageStatus.ok,
    };
    // Encoded before it queues, so that bad arguments reject this call and no other.
    const packet = encodePacket({ ...header, serial: 0 }, encodeXdr(procedure.args, args));
    return this.#calls.start({
      procedure,
      timeoutMs: extra.timeoutMs ?? this.#options.timeoutMs,
      signal: extra.signal,
      onAnswer: extra.onAnswer,
      send: (serial) => {
        extra.onSend?.(serial);
        this.#socket.send(stampSerial(packet, serial));
      },
    });
  }

  #dispatch(packet: Packet): void {
    this.#keepalive.heard();
    if (this.#keepalive.take(packet.header)) return;
    const { type } = packet.header;
    if (type === MessageType.reply) this.#calls.settle(packet);
    else if (type === MessageType.stream || type === MessageType.streamHole) this.#streams.deliver(packet);
    else if (type === MessageType.event) for (const listener of this.#eventListeners) listener(packet);
    else throw new LibvirtConnectionError('protocol', `unexpected message type ${type}`);
  }

  #onClose(error: LibvirtConnectionError): void {
    this.#end = error;
    this.#keepalive.stop();
    this.#calls.failAll(error);
    this.#streams.failAll(error);
    for (const listener of this.#endListeners.splice(0)) listener(error);
  }
}
