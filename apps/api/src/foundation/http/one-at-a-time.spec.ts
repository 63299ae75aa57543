import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { until } from '../../testing/until.js';
import { oneAtATime, readInSlices } from './one-at-a-time.js';

const GET = 'GET /large HTTP/1.1\r\nHost: x\r\n\r\n';
const post = (length: number, close = false) =>
  `POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n${close ? 'Connection: close\r\n' : ''}\r\n${'x'.repeat(length)}`;

describe('requests that follow each other on one connection', () => {
  let server: Server;
  let client: Socket;
  let served: Socket;
  afterEach(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });

  /** Counts what has begun, and how many at once at most. */
  async function serve() {
    const seen = { begun: 0, underWay: 0, most: 0, mostInATurn: 0 };
    let inThisTurn = 0;
    const app = express();
    app.use(oneAtATime);
    app.use((_request, response, next) => {
      seen.begun++;
      seen.most = Math.max(seen.most, ++seen.underWay);
      if (inThisTurn++ === 0) setImmediate(() => (inThisTurn = 0));
      seen.mostInATurn = Math.max(seen.mostInATurn, inThisTurn);
      response.once('finish', () => seen.underWay--);
      next();
    });
    app.get('/large', (_request, response) => void response.send(Buffer.alloc(100_000, 'l')));
    app.post('/at-once', (request, response) => {
      request.resume();
      request.on('end', () => response.send('x'));
    });
    app.post('/count', (request, response) => {
      let length = 0;
      request.on('data', (piece: Buffer) => (length += piece.length));
      request.on('end', () => setImmediate(() => response.send(`<${length}>`)));
    });
    server = createServer(app).on('connection', readInSlices).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const accepted = once(server, 'connection');
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    client.on('error', () => undefined);
    [served] = (await accepted) as [Socket];
    return seen;
  }

  /** Sends far more requests than answers fit into what the kernel holds for a client that reads nothing. */
  async function flood(seen: { begun: number }): Promise<number> {
    client.pause();
    client.write(GET.repeat(3_000));
    let before = -1;
    await until('the client is stuck', () => {
      const isStuck = served.writableLength > 0 && seen.begun === before;
      before = seen.begun;
      return isStuck;
    });
    return seen.begun;
  }

  it('are begun one after the other and answered in their order, bodies larger than a slice among them', async () => {
    const seen = await serve();
    const lengths = Array.from({ length: 200 }, (_, index) => (index % 50 === 0 ? 150_000 : index * 7));
    client.write(lengths.map((length, index) => post(length, index === lengths.length - 1)).join(''));
    const text = Buffer.concat((await client.toArray()) as Buffer[]).toString();
    expect([...text.matchAll(/<(\d+)>/g)].map(([, length]) => Number(length))).toEqual(lengths);
    expect(seen).toMatchObject({ begun: lengths.length, underWay: 0, most: 1 });
  });

  it('let other connections in between, even if each is answered at once', async () => {
    const seen = await serve();
    client.resume();
    client.write('POST /at-once HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}'.repeat(1_000));
    await until('all are answered', () => seen.begun === 1_000 && seen.underWay === 0);
    expect(seen.mostInATurn).toBe(1);
  });

  it('are left alone as long as the client does not take its answers', async () => {
    const seen = await serve();
    const begun = await flood(seen);
    // What the kernel takes of answers of 100 kB, and not one per request.
    expect(begun).toBeLessThan(500);
    expect(seen.most).toBe(1);
    client.resume();
    await until('the rest is answered, too', () => seen.begun === 3_000);
    expect(seen.most).toBe(1);
  });

  it('of one who left are not begun any more', async () => {
    const seen = await serve();
    const begun = await flood(seen);
    client.destroy();
    await new Promise((resolve) => served.once('close', resolve));
    expect(seen.begun).toBe(begun);
  });
});
