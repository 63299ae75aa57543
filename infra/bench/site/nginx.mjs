import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '../../..');
const SITE = join(ROOT, 'infra/docker/portal');
const PATIENCE_MS = 30_000;

/** nginx as the portal's container has it, with the same configuration; only where things lie differs. */
export async function startSite(folder, socket) {
  const port = await freePort();
  await mkdir(join(folder, 'former'), { recursive: true });
  const elsewhere = {
    'listen 8080;': `listen 127.0.0.1:${port};`,
    'unix:/run/vm-manager/api.sock': `unix:${socket}`,
    '/srv/portal;': `${join(ROOT, 'apps/portal/dist')};`,
    '/srv/former-parts/former;': `${join(folder, 'former')};`,
    '/tmp/': `${folder}/`,
  };
  const places = new RegExp(Object.keys(elsewhere).map(RegExp.escape).join('|'), 'g');
  for (const name of (await readdir(SITE)).filter((file) => file.endsWith('.conf'))) {
    const text = await readFile(join(SITE, name), 'utf8');
    await writeFile(
      join(folder, name),
      text.replace(places, (there) => elsewhere[there]),
    );
  }
  await copyFile('/etc/nginx/mime.types', join(folder, 'mime.types'));
  const orders = process.getuid() === 0 ? 'daemon off; user root;' : 'daemon off;';
  const nginx = spawn(
    'bash',
    [join(SITE, 'trust-traefik.sh'), 'nginx', '-c', join(folder, 'nginx.conf'), '-e', 'stderr', '-g', orders],
    {
      env: {
        ...{ PATH: `${process.env.PATH}:/usr/sbin`, ROUTES: '/dev/null', TRAEFIK_ADDRESS: '127.0.0.1' },
        TRAEFIK_CONF: join(folder, 'traefik.conf'),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const ended = once(nginx, 'close');
  const stop = () => {
    nginx.kill('SIGTERM');
    return ended;
  };
  const url = `http://127.0.0.1:${port}`;
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!(await fetch(`${url}/api/health/live`).catch(() => null))?.ok) {
    if (nginx.exitCode !== null || performance.now() > giveUpAt) {
      await stop();
      throw new Error('nginx does not start, or does not reach the API');
    }
    await pause(100);
  }
  return { url, stop };
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
