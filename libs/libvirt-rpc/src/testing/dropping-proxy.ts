import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Stands between a client and the real libvirtd, and drops connections when a test says so. */
export class DroppingProxy {
  readonly #pairs = new Set<[Socket, Socket]>();
  readonly #server: Server;
  readonly #folder: string;
  /** Refuses newcomers by hanging up on them. */
  isDown = false;
  accepted = 0;

  static async before(socketPath: string): Promise<DroppingProxy> {
    const proxy = new DroppingProxy(await mkdtemp(join(tmpdir(), 'libvirt-proxy-')), socketPath);
    proxy.#server.listen(proxy.path);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  constructor(folder: string, socketPath: string) {
    this.#folder = folder;
    this.#server = createServer((client) => {
      this.accepted += 1;
      if (this.isDown) client.destroy();
      else this.#join(client, createConnection(socketPath));
    });
  }

  get path(): string {
    return join(this.#folder, 'sock');
  }

  dropAll(): void {
    for (const [client, server] of this.#pairs) {
      client.destroy();
      server.destroy();
    }
  }

  async stop(): Promise<void> {
    this.dropAll();
    this.#server.close();
    await rm(this.#folder, { recursive: true });
  }

  #join(client: Socket, server: Socket): void {
    const pair: [Socket, Socket] = [client, server];
    this.#pairs.add(pair);
    for (const end of pair) {
      end.on('error', () => end.destroy());
      end.on('close', () => {
        client.destroy();
        server.destroy();
        this.#pairs.delete(pair);
      });
    }
    client.pipe(server).pipe(client);
  }
}
