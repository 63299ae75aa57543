import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as connection from '../protocol/connect-procedures.js';
import { errorMessage, type LibvirtErrorDetails } from '../protocol/error-message.js';
import type { Procedure } from '../protocol/procedure.js';
import { MessageStatus, MessageType, encodePacket, type Packet } from '../wire/header.js';
import { PacketFramer } from '../wire/packet-framer.js';
import { decodeXdr, encodeXdr } from '../xdr/codec.js';

/** One call as the server sees it; the packets it makes are sent together, in one piece. */
export interface ReceivedCall<Args, Result> {
  readonly args: Args;
  readonly serial: number;
  answer(result: Result): Buffer;
  refuse(details?: Partial<LibvirtErrorDetails>): Buffer;
  streamPacket(status: number, bytes?: Buffer): Buffer;
  send(...packets: Buffer[]): void;
}

const REFUSAL: LibvirtErrorDetails = {
  code: 1,
  domain: 0,
  message: 'refused',
  level: 2,
  unusedDomain: null,
  str1: null,
  str2: null,
  str3: null,
  int1: 0,
  int2: 0,
  unusedNetwork: null,
};

/** A server that shakes hands like libvirtd and then does what a test says: the real one cannot be made to misbehave. */
export class FakeLibvirtd {
  readonly received: Packet[] = [];
  readonly sockets = new Set<Socket>();
  readonly #calls = new Map<number, (packet: Packet, socket: Socket) => void>();
  readonly #server: Server;
  readonly #folder: string;
  #waiting: Array<() => void> = [];

  static async start(): Promise<FakeLibvirtd> {
    const fake = new FakeLibvirtd(await mkdtemp(join(tmpdir(), 'fake-libvirtd-')));
    fake.#server.listen(fake.path);
    await once(fake.#server, 'listening');
    return fake;
  }

  constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((socket) => this.#accept(socket));
    this.on(connection.authList, (call) => call.send(call.answer({ types: [connection.AuthType.none] })));
    this.on(connection.connectSupportsFeature, (call) => call.send(call.answer({ supported: true })));
    this.on(connection.connectOpen, (call) => call.send(call.answer()));
    this.on(connection.connectClose, (call) => call.send(call.answer()));
  }

  get path(): string {
    return join(this.#folder, 'sock');
  }

  /** A procedure without a handler is never answered. */
  on<Args, Result>(
    procedure: Procedure<Args, Result>,
    handle: (call: ReceivedCall<Args, Result>) => void,
  ): void {
    this.#calls.set(procedure.number, (packet, socket) => {
      const reply = { ...packet.header, type: MessageType.reply };
      handle({
        args: decodeXdr(procedure.args, packet.body),
        serial: packet.header.serial,
        answer: (result) => encodePacket(reply, encodeXdr(procedure.result, result)),
        refuse: (details) =>
          encodePacket(
            { ...reply, status: MessageStatus.error },
            encodeXdr(errorMessage, { ...REFUSAL, ...details }),
          ),
        streamPacket: (status, bytes) =>
          encodePacket({ ...packet.header, type: MessageType.stream, status }, bytes),
        send: (...packets) => socket.write(Buffer.concat(packets)),
      });
    });
  }

  /** Resolves with the first packet, past or to come, that fits. */
  async until(fits: (packet: Packet) => boolean): Promise<Packet> {
    for (;;) {
      const found = this.received.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  broadcast(bytes: Buffer): void {
    for (const socket of this.sockets) socket.write(bytes);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
    await rm(this.#folder, { recursive: true });
  }

  #accept(socket: Socket): void {
    const framer = new PacketFramer();
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      for (const packet of framer.push(chunk)) {
        this.received.push(packet);
        if (packet.header.type === MessageType.call)
          this.#calls.get(packet.header.procedure)?.(packet, socket);
      }
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }
}
