// The least that a gateway can be: each WebSocket is piped to a screen and back, without tickets, rights or a look at the bytes.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createWebSocketStream, WebSocketServer } from 'ws';

const [port, screenPort] = process.argv.slice(2).map(Number);
const sockets = new WebSocketServer({ port, host: '127.0.0.1', perMessageDeflate: false });
sockets.on('connection', (socket) => {
  const browser = createWebSocketStream(socket).on('error', () => undefined);
  const screen = connect(screenPort, '127.0.0.1').on('error', () => undefined);
  screen.setNoDelay(true);
  browser.pipe(screen).pipe(browser);
});
await once(sockets, 'listening');
process.send?.('ready');
process.on('disconnect', () => process.exit());
