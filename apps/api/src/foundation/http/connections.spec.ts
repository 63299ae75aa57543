import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { CONNECTION_LIMITS, guardConnections } from './connections.js';

const limits = { ...CONNECTION_LIMITS, perNetwork: 3 };

describe('the port', () => {
  let server: Server;
  let proxy: string | undefined;
  const clients: Socket[] = [];
  beforeEach(async () => {
    proxy = undefined;
    server = createServer((_request, response) => response.end('here'));
    guardConnections(server, (address) => address === proxy, limits);
    server.listen(0, '0.0.0.0');
    await once(server, 'listening');
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.destroy();
    server.closeAllConnections();
    server.close();
  });

  async function arrive(localAddress: string): Promise<Socket> {
    const { port } = server.address() as AddressInfo;
    const client = connect({ host: '127.0.0.1', port, localAddress });
    clients.push(client);
    await once(client, 'connect');
    return client;
  }
  async function ask(client: Socket): Promise<string> {
    client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const [bytes] = (await once(client, 'data')) as [Buffer];
    return bytes.toString();
  }

  it('takes so many connections of one network, says so to the next, and serves the others', async () => {
    for (let count = 0; count < 3; count++) expect(await ask(await arrive('127.0.0.5'))).toContain('200 OK');
    const refused = Buffer.concat((await (await arrive('127.0.0.5')).toArray()) as Buffer[]).toString();
    expect(refused).toMatch(
      /^HTTP\/1\.1 429 [^]*\r\nRetry-After: 10\r\n[^]*"\/problems\/too-many-connections"/,
    );
    expect(await ask(await arrive('127.0.0.6'))).toContain('200 OK');
  });

  it('takes another as soon as one is closed', async () => {
    const three = [await arrive('127.0.0.5'), await arrive('127.0.0.5'), await arrive('127.0.0.5')];
    await Promise.all(three.map(ask));
    three[0]!.end();
    await once(three[0]!, 'close');
    expect(await ask(await arrive('127.0.0.5'))).toContain('200 OK');
  });

  it('counts no proxy that is trusted: it is many people', async () => {
    proxy = '127.0.0.7';
    for (let count = 0; count < 6; count++) expect(await ask(await arrive('127.0.0.7'))).toContain('200 OK');
  });

  it('has an end for whoever says nothing, half of something, or takes no answer', () => {
    expect(server).toMatchObject({
      maxConnections: limits.inAll,
      headersTimeout: limits.headMs,
      requestTimeout: limits.requestMs,
      timeout: limits.stillMs,
    });
  });
});
