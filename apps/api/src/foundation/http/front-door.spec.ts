import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Controller, Post, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type AddressInfo, type NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { FrontDoor } from './front-door.js';

const AT_THE_DOOR = 40;
const ORDER = 'POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

@Controller('orders')
class Orders {
  @Post()
  take(): string {
    return 'taken';
  }
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vmm-door-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(): Promise<INestApplication> {
  const module = await Test.createTestingModule({ controllers: [Orders], providers: [FrontDoor] }).compile();
  return module.createNestApplication().init();
}

async function order(place: NetConnectOpts): Promise<string> {
  const client = connect(place);
  client.write(ORDER);
  return text(client);
}

it.each(['socket', 'port'])('whoever stands at the door (a %s) when it closes is served', async (kind) => {
  const app = await open();
  const socket = join(folder, 'api.sock');
  await (kind === 'socket' ? app.listen(socket) : app.listen(0, '127.0.0.1'));
  const place =
    kind === 'socket'
      ? { path: socket }
      : { host: '127.0.0.1', port: (app.getHttpServer().address() as AddressInfo).port };
  // The system lets them in by itself; the program has had no turn to see them.
  const answers = Array.from({ length: AT_THE_DOOR }, () => order(place));
  const closed = app.close();
  for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1\.1 201 [^]*taken$/);
  await closed;
  await expect(order(place)).rejects.toThrow(kind === 'socket' ? 'ENOENT' : 'ECONNREFUSED');
});
