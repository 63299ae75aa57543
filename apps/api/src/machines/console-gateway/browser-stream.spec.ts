import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { until } from '../../testing/until.js';
import { BrowserStream } from './browser-stream.js';
import { keepAlive } from './keep-alive.js';

/** A masked ping with 125 bytes. */
const PING = Buffer.concat([Buffer.from([0x89, 0x80 | 125, 0, 0, 0, 0]), Buffer.alloc(125, 'p')]);

describe('a browser that pings', () => {
  let sockets: WebSocketServer;
  let beat: number;
  beforeEach(async () => {
    beat = 60_000;
    sockets = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      autoPong: false,
      closeTimeout: 500,
    } as object);
    sockets.on('connection', (socket) => {
      const browser = new BrowserStream(socket);
      browser.resume();
      keepAlive(browser, beat);
    });
    await once(sockets, 'listening');
  });
  afterEach(() => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  });

  const url = () => `ws://127.0.0.1:${(sockets.address() as AddressInfo).port}`;

  async function mute(): Promise<{ client: Socket; served: WebSocket; tcp: Socket }> {
    const client = connect((sockets.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    client.write(
      'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    const [served, request] = (await once(sockets, 'connection')) as [WebSocket, { socket: Socket }];
    return { client: client.pause(), served, tcp: request.socket };
  }

  it('is answered, with what it sent, and goes on being heard', async () => {
    const client = new WebSocket(url());
    await once(client, 'open');
    for (const text of ['one', 'two', 'three']) {
      client.ping(text);
      const [pong] = (await once(client, 'pong')) as [Buffer];
      expect(pong.toString()).toBe(text);
    }
    client.terminate();
  });

  it('without end is closed, with the reason', async () => {
    const client = new WebSocket(url());
    await once(client, 'open');
    for (let count = 0; count < 101; count++) client.ping();
    const [code, reason] = (await once(client, 'close')) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([1008, 'too-many-pings']);
  });

  it('and takes no answer is not answered a second time', async () => {
    const { client, served, tcp } = await mute();
    // Something large is on its way, so that no answer leaves.
    served.send(Buffer.alloc(16 * 1024 * 1024), () => undefined);
    await until('nothing leaves any more', () => tcp.writableNeedDrain);
    const before = served.bufferedAmount;
    client.write(Buffer.concat(Array.from({ length: 90 }, () => PING)));
    await until('it is held back', () => served.isPaused);
    expect(served.bufferedAmount - before).toBeLessThanOrEqual(PING.length);
    client.destroy();
  });

  it('and takes no answer is given up, however much it says', async () => {
    beat = 30;
    const { client, served } = await mute();
    const closed = once(served, 'close');
    served.send(Buffer.alloc(16 * 1024 * 1024), () => undefined);
    client.write(PING);
    await closed;
    client.destroy();
  });
});
