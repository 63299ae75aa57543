import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer, request, type IncomingMessage, type Server } from 'node:http';
import { createServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Container } from './site.js';

/**
 * Does for one container what Traefik does with its labels: TLS, the redirection, the container's port on the named network,
 * forwarded headers of its own only. Which labels Traefik itself takes is tested in infra/docker/compose.spec.mjs.
 */
export class TraefikStandIn {
  private constructor(private readonly servers: Server[]) {}

  static async open(look: () => Promise<Container>): Promise<TraefikStandIn> {
    const { Config } = await look();
    const label = (name: string) => Config.Labels[`traefik.${name}`] ?? '';
    const host = /^Host\(`(.+)`\)$/.exec(label('http.routers.vm-manager.rule'))?.[1] ?? '';
    const port = Number(label('http.services.vm-manager.loadbalancer.server.port'));
    // A container that is made anew has another address.
    const address = async () =>
      (await look()).NetworkSettings.Networks[label('docker.network')]?.IPAddress || '127.0.0.1';
    const headersOf = ({ headers, socket }: IncomingMessage) => ({
      ...headers,
      'x-forwarded-for': (socket.remoteAddress ?? '').replace('::ffff:', ''),
      'x-forwarded-proto': 'https',
      'x-forwarded-host': headers.host,
    });
    const secure = createServer(certificateFor(host), async (asked, answer) => {
      if (asked.headers.host !== host) return void answer.writeHead(404).end();
      const options = {
        host: await address(),
        port,
        method: asked.method,
        path: asked.url,
        headers: headersOf(asked),
      };
      const onward = request(options, (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
        answered.pipe(answer);
      });
      onward.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()));
      answer.on('close', () => onward.destroy());
      asked.pipe(onward);
    });
    secure.on('upgrade', async (asked, socket, head) => {
      const onward = connect(port, await address());
      const lines = Object.entries(headersOf(asked)).map(([name, value]) => `${name}: ${value}\r\n`);
      onward.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join('')}\r\n`);
      onward.write(head);
      onward.pipe(socket).pipe(onward);
      for (const [one, other] of [
        [socket, onward],
        [onward, socket],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
    // As long as Traefik waits for the next request, much longer than Node.
    secure.keepAliveTimeout = 180_000;
    const scheme = label('http.middlewares.vm-manager-https.redirectscheme.scheme');
    const plain = createPlainServer(({ headers, url }, answer) =>
      answer.writeHead(301, { Location: `${scheme}://${headers.host}${url}` }).end(),
    );
    await Promise.all([listening(secure, 443), listening(plain, 80)]);
    return new TraefikStandIn([secure, plain]);
  }

  close(): void {
    for (const server of this.servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}

async function listening(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

function certificateFor(host: string): { key: Buffer; cert: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'vmm-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
    ];
    execFileSync('openssl', [...args, '-keyout', key, '-out', cert, '-subj', `/CN=${host}`], {
      stdio: 'ignore',
    });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
