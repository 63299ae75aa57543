import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { BrowserStream } from './browser-stream.js';
import { keepAlive } from './keep-alive.js';

let sockets: WebSocketServer;
let port: number;

beforeEach(async () => {
  sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  sockets.on('connection', (socket) => keepAlive(new BrowserStream(socket), 30));
  await once(sockets, 'listening');
  port = (sockets.address() as AddressInfo).port;
});

afterEach(() => sockets.close());

it('pings a quiet browser and keeps it', async () => {
  const browser = new WebSocket(`ws://127.0.0.1:${port}`);
  for (let pings = 0; pings < 8; pings++) await once(browser, 'ping');
  expect(browser.readyState).toBe(WebSocket.OPEN);
  browser.terminate();
});

it('gives up on a browser that answers no ping', async () => {
  const tcp = connect(port, '127.0.0.1').on('error', () => undefined);
  tcp.write(
    'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  const [socket] = (await once(sockets, 'connection')) as [WebSocket];
  await once(socket, 'close');
  tcp.destroy();
});
