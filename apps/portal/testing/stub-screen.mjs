import { WebSocketServer } from 'ws';
import { HEIGHT, WIDTH, pixels } from './stub-picture.mjs';

/** Just enough of a VNC server (RFB 3.8, no authentication, raw pixels) for noVNC to show a picture. */
export function serveScreens(server) {
  const sockets = new WebSocketServer({ server, path: '/api/console', handleProtocols: () => 'binary' });
  sockets.on('connection', (socket) => {
    let received = Buffer.alloc(0);
    let stage = 0;
    socket.send(Buffer.from('RFB 003.008\n'));
    const stages = [
      [12, () => socket.send(Buffer.from([1, 1]))],
      [1, () => socket.send(Buffer.from([0, 0, 0, 0]))],
      [1, () => socket.send(serverInit())],
    ];
    socket.on('message', (bytes) => {
      received = Buffer.concat([received, bytes]);
      while (stage < stages.length && received.length >= stages[stage][0]) {
        const [length, answer] = stages[stage++];
        received = received.subarray(length);
        answer();
      }
      if (stage < stages.length) return;
      // Messages of the client are read only as far as: does it ask for a whole picture?
      const asked = received.findIndex((byte, at) => byte === 3 && received.length - at === 10);
      received = Buffer.alloc(0);
      if (asked >= 0 && stage === stages.length) {
        stage++;
        socket.send(update());
      }
    });
  });
}

function serverInit() {
  const init = Buffer.alloc(24);
  init.writeUInt16BE(WIDTH, 0);
  init.writeUInt16BE(HEIGHT, 2);
  init.set([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 0, 8, 16], 4);
  init.writeUInt32BE(4, 20);
  return Buffer.concat([init, Buffer.from('stub')]);
}

function update() {
  const rgb = pixels(1);
  const body = Buffer.alloc(WIDTH * HEIGHT * 4);
  for (let at = 0; at < WIDTH * HEIGHT; at++)
    body.set([rgb[at * 3], rgb[at * 3 + 1], rgb[at * 3 + 2], 255], at * 4);
  const header = Buffer.alloc(16);
  header.writeUInt16BE(1, 2);
  header.writeUInt16BE(WIDTH, 8);
  header.writeUInt16BE(HEIGHT, 10);
  return Buffer.concat([header, body]);
}
