import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { KEEPALIVE_PROGRAM } from '../protocol/procedure.js';
import * as wire from '../protocol/connect-procedures.js';
import { domainLookupByName } from '../protocol/domain-procedures.js';
import { FakeLibvirtd, type ReceivedCall } from '../testing/fake-libvirtd.js';
import { MessageStatus, MessageType, encodePacket } from '../wire/header.js';
import { connect, type ConnectOptions, type LibvirtConnection } from './connect.js';
import { LibvirtConnectionError, LibvirtError, LibvirtTimeoutError } from './errors.js';
import { unixSocket } from './transport.js';

const UUID = '0b5a9f3e-2f43-4ad1-9a52-6f4a1f8e7c11';

describe('a connection', () => {
  let server: FakeLibvirtd;
  const open: LibvirtConnection[] = [];

  beforeEach(async () => {
    server = await FakeLibvirtd.start();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((connection) => connection.close()));
    await server.stop();
  });

  async function connected(options: Partial<ConnectOptions> = {}): Promise<LibvirtConnection> {
    const connection = await connect({
      uri: 'test:///default',
      transport: unixSocket(server.path),
      timeoutMs: 2_000,
      ...options,
    });
    open.push(connection);
    return connection;
  }

  const isPing = (procedure: number) => (packet: { header: { program: number; procedure: number } }) =>
    packet.header.program === KEEPALIVE_PROGRAM && packet.header.procedure === procedure;

  it('gives each answer to its own call, whatever the order', async () => {
    const waiting: Array<
      ReceivedCall<{ name: string }, { domain: { name: string; uuid: string; id: number } }>
    > = [];
    server.on(domainLookupByName, (call) => {
      waiting.push(call);
      if (waiting.length < 3) return;
      const answers = waiting.map((one) =>
        one.answer({ domain: { name: one.args.name, uuid: UUID, id: 1 } }),
      );
      call.send(...answers.reverse());
    });
    const libvirt = await connected();
    const found = await Promise.all(['a', 'b', 'c'].map((name) => libvirt.domains.lookupByName(name)));
    expect(found.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('puts no more calls on the wire than agreed, and the rest after them', async () => {
    const waiting: Array<() => void> = [];
    server.on(wire.connectGetHostname, (call) =>
      waiting.push(() => call.send(call.answer({ hostname: 'h' }))),
    );
    const libvirt = await connected({ maxCallsInFlight: 2 });
    const calls = [1, 2, 3].map(() => libvirt.host.getHostname());
    await server.until(() => waiting.length === 2);
    waiting[0]!();
    await calls[0];
    await server.until(() => waiting.length === 3);
    waiting[1]!();
    waiting[2]!();
    expect(await Promise.all(calls)).toEqual(['h', 'h', 'h']);
  });

  it('reports a refusal with everything that libvirt said', async () => {
    server.on(wire.connectGetHostname, (call) =>
      call.send(call.refuse({ code: 38, domain: 7, message: 'non', str1: 'détail' })),
    );
    const error = await (await connected()).host.getHostname().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LibvirtError);
    expect(error).toMatchObject({
      code: 38,
      domain: 7,
      level: 2,
      message: 'non',
      procedure: 'connectGetHostname',
    });
    expect(error).toMatchObject({ details: { str1: 'détail' } });
  });

  it('gives up on a silent call, ignores its late answer and goes on', async () => {
    const late: Array<() => void> = [];
    server.on(wire.connectGetHostname, (call) =>
      late.push(() => call.send(call.answer({ hostname: 'late' }))),
    );
    server.on(wire.connectGetLibVersion, (call) => call.send(call.answer({ version: 9_000_001 })));
    const libvirt = await connected();
    const error = await libvirt.host.getHostname({ timeoutMs: 10 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LibvirtTimeoutError);
    expect(error).toMatchObject({ procedure: 'connectGetHostname', timeoutMs: 10 });
    late[0]!();
    expect(await libvirt.host.getLibVersion()).toBe('9.0.1');
  });

  it('keeps the slot of a call that libvirt is still busy with', async () => {
    server.on(wire.connectGetLibVersion, (call) => call.send(call.answer({ version: 1 })));
    const libvirt = await connected({ maxCallsInFlight: 1 });
    await expect(libvirt.host.getHostname({ timeoutMs: 10 })).rejects.toThrow(LibvirtTimeoutError);
    await expect(libvirt.host.getLibVersion({ timeoutMs: 10 })).rejects.toThrow(LibvirtTimeoutError);
    expect(server.received.some(({ header }) => header.procedure === wire.connectGetLibVersion.number)).toBe(
      false,
    );
  });

  it('stops waiting when the signal says so, also before it was sent', async () => {
    const libvirt = await connected();
    const abort = new AbortController();
    const call = libvirt.host.getHostname({ signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(call).rejects.toThrow('enough');
    await expect(libvirt.host.getHostname({ signal: abort.signal })).rejects.toThrow('enough');
  });

  it('rejects only the call whose arguments are bad', async () => {
    server.on(wire.connectGetHostname, (call) => call.send(call.answer({ hostname: 'h' })));
    const libvirt = await connected();
    await expect(libvirt.domains.lookupByName('a\0b')).rejects.toThrow('NUL');
    expect(await libvirt.host.getHostname()).toBe('h');
  });

  it('rejects only the call whose answer is malformed', async () => {
    server.on(wire.connectGetHostname, (call) =>
      call.send(encodeReply(call.serial, wire.connectGetHostname.number, Buffer.alloc(2))),
    );
    server.on(wire.connectGetLibVersion, (call) => call.send(call.answer({ version: 9_000_000 })));
    const libvirt = await connected();
    await expect(libvirt.host.getHostname()).rejects.toMatchObject({ name: 'XdrError' });
    expect(await libvirt.host.getLibVersion()).toBe('9.0.0');
  });

  it('answers pings', async () => {
    await connected();
    const header = {
      program: KEEPALIVE_PROGRAM,
      version: 1,
      procedure: 1,
      type: MessageType.event,
      serial: 0,
      status: 0,
    };
    server.broadcast(encodePacket(header));
    expect((await server.until(isPing(2))).header).toEqual({ ...header, procedure: 2 });
  });

  it('pings a silent peer and gives it up when nothing comes back', async () => {
    const libvirt = await connected({ keepalive: { intervalMs: 5, count: 2 } });
    const call = libvirt.host.getHostname().catch((reason: unknown) => reason);
    expect(await libvirt.ended).toMatchObject({ name: 'LibvirtConnectionError', failure: 'keepalive' });
    expect(server.received.filter(isPing(1))).toHaveLength(2);
    expect(await call).toBe(await libvirt.ended);
  });

  it('asks for no keepalive when told so', async () => {
    await connected({ keepalive: false });
    expect(server.received.map(({ header }) => header.procedure)).not.toContain(
      wire.connectSupportsFeature.number,
    );
  });

  it('fails every call when the peer hangs up, and later ones at once', async () => {
    const libvirt = await connected();
    const calls = [libvirt.host.getHostname(), libvirt.domains.list()].map((call) =>
      call.catch((reason: unknown) => reason),
    );
    await server.until(({ header }) => header.procedure === 273);
    for (const socket of server.sockets) socket.destroy();
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ failure: 'lost' });
    expect(libvirt.isOpen).toBe(false);
    await expect(libvirt.host.getHostname()).rejects.toMatchObject({ failure: 'lost' });
  });

  it('says goodbye, then rejects what was under way', async () => {
    const libvirt = await connected();
    const call = libvirt.host.getHostname().catch((reason: unknown) => reason);
    await libvirt.close();
    expect(await call).toMatchObject({ failure: 'closed' });
    expect(server.received.at(-1)?.header.procedure).toBe(wire.connectClose.number);
    await libvirt.close();
  });

  it.each([
    ['an impossible length', Buffer.from('00000001', 'hex')],
    ['another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['file descriptors, which Node cannot take', encodeReply(1, 1, Buffer.alloc(4), 5)],
  ])('ends when the peer sends %s', async (_what, bytes) => {
    const libvirt = await connected();
    server.broadcast(bytes);
    expect(await libvirt.ended).toMatchObject({ failure: 'protocol' });
  });

  it('ignores answers to nothing and events for nobody', async () => {
    server.on(wire.connectGetHostname, (call) => call.send(call.answer({ hostname: 'h' })));
    const libvirt = await connected();
    server.broadcast(encodeReply(4_711, 1, Buffer.alloc(4)));
    const stray = { program: 0x20008086, version: 1, procedure: 318, serial: 99 };
    server.broadcast(encodePacket({ ...stray, type: MessageType.stream, status: MessageStatus.continue }));
    server.broadcast(
      encodePacket({ ...stray, type: MessageType.event, status: MessageStatus.ok }, Buffer.alloc(64)),
    );
    expect(await libvirt.host.getHostname()).toBe('h');
  });

  it('is refused with libvirt’s own words when the URI is', async () => {
    server.on(wire.connectOpen, (call) => call.send(call.refuse({ code: 5, message: 'no driver' })));
    const error = await connected().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LibvirtConnectionError);
    expect(error).toMatchObject({ failure: 'refused', cause: { code: 5 } });
  });

  it('authenticates by polkit when nothing less is offered', async () => {
    server.on(wire.authList, (call) => call.send(call.answer({ types: [wire.AuthType.polkit] })));
    server.on(wire.authPolkit, (call) => call.send(call.answer({ complete: true })));
    expect((await connected()).isOpen).toBe(true);
  });

  it('is refused when only passwords would do', async () => {
    server.on(wire.authList, (call) => call.send(call.answer({ types: [wire.AuthType.sasl] })));
    await expect(connected()).rejects.toMatchObject({ failure: 'refused' });
  });

  it('is unreachable where nobody listens', async () => {
    const error = await connected({ transport: unixSocket(`${server.path}-not`) }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ failure: 'unreachable' });
  });

  it('does not wait for ever for a peer that accepts and says nothing', async () => {
    server.on(wire.authList, () => undefined);
    await expect(connected({ timeoutMs: 10 })).rejects.toThrow(LibvirtTimeoutError);
    await expect(connected({ signal: AbortSignal.abort(new Error('never mind')) })).rejects.toThrow(
      'never mind',
    );
  });
});

function encodeReply(
  serial: number,
  procedure: number,
  body: Buffer,
  type: number = MessageType.reply,
): Buffer {
  return encodePacket(
    { program: 0x20008086, version: 1, procedure, type, serial, status: MessageStatus.ok },
    body,
  );
}
