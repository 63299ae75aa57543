import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../support/eventually.js';

const OURS = resolve(import.meta.dirname, '../../../../infra/docker/portal');
const PARTS = ['api.conf', 'file-headers.conf', 'places.conf', 'rules.conf', 'security-headers.conf'];

/** nginx with the configuration of the product's container, moved into a folder of its own. */
export class ProductNginx {
  private child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async make(
    folder: string,
    { port, socket, patience }: { port: number; socket: string; patience?: string },
  ): Promise<ProductNginx> {
    for (const part of PARTS) await copyFile(join(OURS, part), join(folder, part));
    if (patience) await waitLess(join(folder, 'api.conf'), patience);
    const traefik = join(folder, 'traefik.conf');
    const env = { ...process.env, TRAEFIK_CONF: traefik, TRAEFIK_ADDRESS: '127.0.0.1' };
    await promisify(execFile)('bash', [join(OURS, 'trust-traefik.sh'), 'true'], { env });
    const moves: [string, string][] = [
      ['/tmp/traefik.conf', traefik],
      ['modules/ngx_http', '/usr/lib/nginx/modules/ngx_http'],
      ['mime.types', '/etc/nginx/mime.types'],
      ['listen 8080', `listen 127.0.0.1:${port}`],
      ['unix:/run/vm-manager/api.sock', `unix:${socket}`],
      ['/dev/stdout', join(folder, 'access.log')],
      ['/dev/stderr', join(folder, 'error.log')],
      ...['nginx.pid', 'body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name): [string, string] => [
        `/tmp/${name};`,
        `${join(folder, name)};`,
      ]),
    ];
    let text = await readFile(join(OURS, 'nginx.conf'), 'utf8');
    for (const [from, to] of moves) {
      if (!text.includes(from)) throw new Error(`nginx.conf has no ${from}`);
      text = text.replaceAll(from, to);
    }
    // The socket is in a folder of the test's own user.
    const user = process.getuid?.() === 0 ? 'user root;\n' : '';
    await writeFile(join(folder, 'nginx.conf'), `daemon off;\n${user}${text}`);
    return new ProductNginx(folder, port);
  }

  async start(): Promise<void> {
    const file = join(this.folder, 'nginx.conf');
    const child = spawn('nginx', ['-p', this.folder, '-c', file, '-e', join(this.folder, 'error.log')], {
      stdio: 'ignore',
      detached: true,
    });
    this.child = child;
    await eventually('nginx answers', async () => {
      if (child.exitCode !== null) throw new Error(await readFile(join(this.folder, 'error.log'), 'utf8'));
      return fetch(`http://127.0.0.1:${this.port}/api/health/live`).then(
        () => true,
        () => false,
      );
    });
  }

  /** With its workers. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child?.pid) return;
    const ended = once(child, 'close');
    process.kill(-child.pid, 'SIGKILL');
    await ended;
    this.child = undefined;
  }
}

/** As other proxies do, for what we ask nginx to wait an hour for. */
async function waitLess(file: string, patience: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const shorter = text.replaceAll(/(proxy_(?:read|send)_timeout) 1h;/g, `$1 ${patience};`);
  if (shorter === text) throw new Error('api.conf has no timeouts');
  await writeFile(file, shorter);
}
