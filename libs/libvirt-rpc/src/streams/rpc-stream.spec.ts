import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect, type LibvirtConnection } from '../connection/connect.js';
import { connectGetHostname } from '../protocol/connect-procedures.js';
import { domainOpenConsole, domainScreenshot } from '../protocol/device-procedures.js';
import { storageVolDownload, storageVolUpload } from '../protocol/storage-volume-procedures.js';
import { FakeLibvirtd, type ReceivedCall } from '../testing/fake-libvirtd.js';
import { MAX_STREAM_CHUNK_BYTES, MessageStatus, MessageType, type Packet } from '../wire/header.js';
import { unixSocket } from '../connection/transport.js';

const { ok, error, continue: more } = MessageStatus;
const domain = { name: 'd', uuid: '0b5a9f3e-2f43-4ad1-9a52-6f4a1f8e7c11', id: 1 };
const volume = { pool: 'p', name: 'v', key: '/p/v' };

describe('a stream', () => {
  let server: FakeLibvirtd;
  let libvirt: LibvirtConnection;

  beforeEach(async () => {
    server = await FakeLibvirtd.start();
    libvirt = await connect({ uri: 'test:///default', transport: unixSocket(server.path), timeoutMs: 2_000 });
  });
  afterEach(async () => {
    await libvirt.close();
    await server.stop();
  });

  const fromClient = (status: number) => (packet: Packet) =>
    packet.header.type === MessageType.stream && packet.header.status === status;

  it('is read to its end, then both sides confirm', async () => {
    const image = randomBytes(5_000);
    server.on(domainScreenshot, (call) => {
      const data = [image.subarray(0, 3_000), image.subarray(3_000), undefined].map((piece) =>
        call.streamPacket(more, piece),
      );
      call.send(call.answer({ mimeType: 'image/png' }), ...data);
      void server.until(fromClient(ok)).then(() => call.send(call.streamPacket(ok)));
    });
    const screenshot = await libvirt.domains.screenshot(domain);
    expect(screenshot).toEqual({ mimeType: 'image/png', image });
  });

  it('may begin before the answer to its call', async () => {
    server.on(domainScreenshot, (call) => {
      call.send(
        call.streamPacket(more, Buffer.from('early')),
        call.answer({ mimeType: null }),
        call.streamPacket(more),
      );
      void server.until(fromClient(ok)).then(() => call.send(call.streamPacket(ok)));
    });
    expect((await libvirt.domains.screenshot(domain)).image.toString()).toBe('early');
  });

  it('is aborted when it brings more than a picture can have', async () => {
    const piece = Buffer.alloc(MAX_STREAM_CHUNK_BYTES);
    server.on(domainScreenshot, (call) => {
      const pieces = Array.from({ length: 257 }, () => call.streamPacket(more, piece));
      call.send(call.answer({ mimeType: 'image/png' }), ...pieces);
    });
    await expect(libvirt.domains.screenshot(domain)).rejects.toThrow('more than 67108864 bytes');
    await server.until(fromClient(error));
  });

  it('fails with what libvirt says in the middle of it', async () => {
    server.on(storageVolDownload, (call) => {
      const failure = call.refuse({ code: 38, message: 'disk gone' });
      // The same error body, as a stream message.
      failure.writeUInt32BE(MessageType.stream, 16);
      call.send(call.answer(), call.streamPacket(more, Buffer.from('half')), failure);
    });
    const stream = await libvirt.storageVolumes.download(volume);
    await expect(buffer(stream)).rejects.toMatchObject({ code: 38, procedure: 'storageVolDownload' });
    expect(server.received.some(fromClient(error))).toBe(false);
  });

  it('is aborted when the rest of a picture does not come', async () => {
    server.on(domainScreenshot, (call) =>
      call.send(call.answer({ mimeType: null }), call.streamPacket(more, Buffer.from('half'))),
    );
    await expect(libvirt.domains.screenshot(domain, 0, { timeoutMs: 20 })).rejects.toMatchObject({
      name: 'LibvirtTimeoutError',
      procedure: 'domainScreenshot',
    });
    await server.until(fromClient(error));
  });

  it('is not left behind when its call is refused', async () => {
    server.on(domainScreenshot, (call) => call.send(call.refuse({ code: 55 })));
    await expect(libvirt.domains.screenshot(domain)).rejects.toMatchObject({ code: 55 });
    await libvirt.close();
    expect(server.received.some(fromClient(error))).toBe(false);
  });

  it('is aborted once libvirt answers a call that nobody waits for any more', async () => {
    const late: Array<() => void> = [];
    server.on(domainScreenshot, (call) => late.push(() => call.send(call.answer({ mimeType: null }))));
    await expect(libvirt.domains.screenshot(domain, 0, { timeoutMs: 10 })).rejects.toThrow('no answer');
    expect(server.received.some(fromClient(error))).toBe(false);
    late[0]!();
    expect((await server.until(fromClient(error))).body).toHaveLength(0);
  });

  it('carries an upload in pieces that every libvirt takes, and ends when libvirt has it', async () => {
    let upload: ReceivedCall<unknown, void> | undefined;
    server.on(storageVolUpload, (call) => {
      upload = call;
      call.send(call.answer());
    });
    const content = randomBytes(600_000);
    const stream = await libvirt.storageVolumes.upload(volume);
    stream.end(content);
    await server.until(fromClient(ok));
    const pieces = server.received.filter(fromClient(more)).map(({ body }) => body);
    expect(Buffer.concat(pieces).equals(content)).toBe(true);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(MAX_STREAM_CHUNK_BYTES);
    expect(stream.writableFinished).toBe(false);
    upload!.send(upload!.streamPacket(ok));
    await finished(stream);
    expect(stream.writableFinished).toBe(true);
  });

  it('goes both ways as a console, until we leave', async () => {
    let console: ReceivedCall<unknown, void> | undefined;
    server.on(domainOpenConsole, (call) => {
      console = call;
      call.send(call.answer(), call.streamPacket(more, Buffer.from('login: ')));
      void server.until(fromClient(ok)).then(() => call.send(call.streamPacket(ok)));
    });
    const stream = await libvirt.domains.openConsole(domain);
    const [greeting] = (await once(stream, 'data')) as [Buffer];
    expect(greeting.toString()).toBe('login: ');
    stream.write('root\n');
    expect((await server.until(fromClient(more))).body.toString()).toBe('root\n');
    console!.send(console!.streamPacket(more, Buffer.from('bye')));
    expect(((await once(stream, 'data')) as [Buffer])[0].toString()).toBe('bye');
    stream.end();
    await finished(stream);
  });

  it('ends when the other side of the console does', async () => {
    server.on(domainOpenConsole, (call) => {
      call.send(call.answer(), call.streamPacket(more));
      void server.until(fromClient(ok)).then(() => call.send(call.streamPacket(ok)));
    });
    const stream = await libvirt.domains.openConsole(domain);
    stream.resume();
    await finished(stream);
    expect(stream.errored).toBeNull();
  });

  it('tells libvirt when it is destroyed, and drops what still comes', async () => {
    server.on(connectGetHostname, (call) => call.send(call.answer({ hostname: 'h' })));
    server.on(domainOpenConsole, (call) => {
      call.send(call.answer());
      void server
        .until(fromClient(error))
        .then(() => call.send(call.streamPacket(more, Buffer.from('x')), call.streamPacket(ok)));
    });
    const stream = await libvirt.domains.openConsole(domain);
    stream.destroy();
    await server.until(fromClient(error));
    expect(await libvirt.host.getHostname()).toBe('h');
  });

  it('holds up the connection while nobody reads, and lets go when someone does', async () => {
    const content = randomBytes(8 << 20);
    server.on(connectGetHostname, (call) => call.send(call.answer({ hostname: 'h' })));
    server.on(storageVolDownload, (call) => {
      const pieces = Array.from({ length: 64 }, (_, index) =>
        content.subarray(index << 17, (index + 1) << 17),
      );
      call.send(
        call.answer(),
        ...pieces.map((piece) => call.streamPacket(more, piece)),
        call.streamPacket(more),
      );
      void server.until(fromClient(ok)).then(() => call.send(call.streamPacket(ok)));
    });
    const stream = await libvirt.storageVolumes.download(volume);
    await expect(libvirt.host.getHostname({ timeoutMs: 50 })).rejects.toThrow('no answer');
    expect(stream.readableLength).toBeLessThan(content.length / 2);
    expect((await buffer(stream)).equals(content)).toBe(true);
    expect(await libvirt.host.getHostname()).toBe('h');
  });

  it('fails when the connection does', async () => {
    server.on(domainOpenConsole, (call) => call.send(call.answer()));
    const stream = await libvirt.domains.openConsole(domain);
    for (const socket of server.sockets) socket.destroy();
    await expect(finished(stream)).rejects.toMatchObject({ failure: 'lost' });
  });
});
