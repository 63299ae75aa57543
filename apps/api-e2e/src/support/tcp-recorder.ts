import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a client and a server, and keeps what the client sends. */
export class TcpRecorder {
  sent = '';
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    port: number,
  ) {
    server.on('connection', (client) => {
      const upstream = connect(port, '127.0.0.1');
      client.on('data', (chunk: Buffer) => (this.sent += chunk.toString()));
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.sockets.add(one);
        one.pipe(other);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.sockets.delete(one);
          other.destroySoon();
        });
      }
    });
  }

  static async start(port: number): Promise<TcpRecorder> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpRecorder(server, port);
  }

  get url() {
    return `ldap://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  forget(): void {
    this.sent = '';
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }
}
