// Fills a running portal on pretended machines with a school to try, as its people would: over HTTP. What is there is left as it is.
// By itself: `node infra/seeds/seed.mjs <name> <address> <password of admin and of all others> <data folder>`.
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const PATIENCE_MS = 300_000;
const DAY_MS = 86_400_000;
/** People who come in at the same time: each password costs the API a tenth of a second. */
const AT_ONCE = 4;
const FAILURE = 'The box cannot be unpacked: no space left on device';

export async function seed({ name, url, password, dataDir }) {
  const host = join(dataDir, 'fake-host');
  const done = join(dataDir, `seeded-${name}`);
  if (existsSync(done)) return;
  const school = new School(url, password, host);
  const { people, groups, quotas, machines, requests } = await import(`./${name}.mjs`);
  await school.addPeople(people);
  await school.addGroups(groups);
  for (const [username, limits] of Object.entries(quotas)) await school.setQuota(username, limits);
  // What fails does so while the host is in trouble, by itself.
  await school.addFailing(machines.filter(({ state }) => state === 'failed'));
  const { creating = [], others } = Object.groupBy(machines, ({ state }) =>
    state === 'creating' ? state : 'others',
  );
  await school.inHaste(() =>
    inTurns(Object.values(Object.groupBy(others, ({ owner }) => owner)), (own) =>
      Promise.all(own.map((machine) => school.addMachine(machine))),
    ),
  );
  for (const machine of creating) await school.addMachine(machine);
  for (const request of requests) await school.addRequest(request);
  await writeFile(done, '');
}

class School {
  #clients = new Map();
  #groups = [];

  constructor(url, password, host) {
    this.url = url;
    this.password = password;
    this.host = host;
  }

  /** Signed in once each. */
  #as(username) {
    const signedIn = this.#clients.get(username) ?? signIn(this.url, username, this.password);
    this.#clients.set(username, signedIn);
    return signedIn;
  }

  async addPeople(people) {
    const admin = await this.#as('admin');
    const known = new Set((await admin.get('/users?limit=1000')).map(({ username }) => username));
    const missing = people.filter(({ username }) => !known.has(username));
    await inTurns(missing, ({ username, displayName, role }) =>
      admin.post('/users', {
        ...{ username, displayName, role, password: this.password },
        email: `${username}@lycee.example`,
      }),
    );
    this.users = new Map((await admin.get('/users?limit=1000')).map((user) => [user.username, user.id]));
  }

  async addGroups(groups) {
    const admin = await this.#as('admin');
    const known = await admin.get('/groups');
    for (const { name, teachers, students, quota } of groups) {
      const group = known.find((one) => one.name === name) ?? (await admin.post('/groups', { name }));
      const members = new Set(
        (await admin.get(`/groups/${group.id}/members`)).map(({ user }) => user.username),
      );
      for (const username of [...teachers, ...students].filter((one) => !members.has(one)))
        await admin.post(`/groups/${group.id}/members`, { username, teaches: teachers.includes(username) });
      if (quota) await admin.put(`/groups/${group.id}/quota`, quota);
      this.#groups.push({ id: group.id, students });
    }
  }

  async setQuota(username, limits) {
    const admin = await this.#as('admin');
    await admin.put(`/users/${this.users.get(username)}/quota`, limits);
  }

  async addFailing(machines) {
    const trouble = join(this.host, 'trouble.json');
    await writeFile(trouble, JSON.stringify({ make: FAILURE }));
    try {
      await Promise.all(machines.map((machine) => this.addMachine(machine)));
    } finally {
      await rm(trouble);
    }
  }

  /** Machines are made at once meanwhile, and not in the time that a person would wait. */
  async inHaste(work) {
    const file = join(this.host, 'boot-ms');
    await writeFile(file, '100');
    await work().finally(() => rm(file));
  }

  async addMachine({ owner, name, state = 'running', ...size }) {
    const client = await this.#as(owner);
    const known = await client.get('/vms');
    if (known.some((vm) => vm.owner.username === owner && vm.name === name)) return;
    const { id } = await client.post('/vms', {
      ...{ name, templateId: 'debian-server', username: 'etudiant', ...size },
      ...{ password: this.password, rootPassword: this.password },
      start: state !== 'stopped' && state !== 'starting',
      // The first of the groups that they are students of.
      groupId: this.#groups.find(({ students }) => students.includes(owner))?.id,
    });
    if (state === 'creating') return this.#changeMachine(id, { held: 'make' });
    await client.until(id, (vm) => ['running', 'stopped', 'failed'].includes(vm.state) && !isBusy(vm));
    await this.#bring(client, id, state);
  }

  async #bring(client, id, state) {
    const order = { starting: 'start', stopping: 'shutdown', suspended: 'suspend' }[state];
    const held = { starting: 'start', stopping: 'shutdown', restoring: 'go-back', deleting: 'remove' }[state];
    if (held) await this.#changeMachine(id, { held });
    if (state === 'stalled') await this.#changeMachine(id, { power: 'stalled' });
    if (state === 'gone') await rm(this.#fileOf(id));
    if (state === 'deleting') await client.delete(`/vms/${id}`);
    else if (order) await client.post(`/vms/${id}/${order}`);
    if (state === 'restoring') {
      const [first] = await client.get(`/vms/${id}/restore-points`);
      await client.post(`/vms/${id}/restore-points/${first.id}/revert`);
    }
    if (state === 'suspended') await client.until(id, (vm) => vm.state === state && !isBusy(vm));
  }

  #fileOf(vmId) {
    return join(this.host, 'domain', `${vmId}.json`);
  }

  /** On the host itself, behind the portal's back; a machine that is being made is not there at once. */
  async #changeMachine(vmId, change) {
    const file = this.#fileOf(vmId);
    await until(`machine ${vmId}`, () => existsSync(file));
    // The host tells of every file that comes into that folder.
    const draft = join(this.host, `.${vmId}`);
    await writeFile(draft, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), ...change }));
    await rename(draft, file);
  }

  async addRequest({ by, machine, want, reason, days, approve, reject, cancel }) {
    const client = await this.#as(by);
    const known = await client.get('/requests');
    if (known.some((request) => request.reason === reason)) return;
    const vm = machine && (await client.get('/vms')).find(({ name }) => name === machine);
    const until = days && new Date(Date.now() + days * DAY_MS).toISOString();
    const { id } = await client.post('/requests', { want, reason, until, vmId: vm?.id });
    const teacher = await this.#as('h.rousseau');
    if (approve) await teacher.post(`/requests/${id}/approve`, approve);
    if (reject) await teacher.post(`/requests/${id}/reject`, { comment: reject });
    if (cancel) await client.post(`/requests/${id}/cancel`);
  }
}

const isBusy = ({ job }) => job?.state === 'queued' || job?.state === 'running';

async function signIn(url, username, password) {
  let cookie = '';
  const ask = async (method, path, body) => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json', 'accept-language': 'fr' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${username}: ${method} ${path}: ${answer.status} ${text}`);
    cookie ||= answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return text && JSON.parse(text);
  };
  await ask('POST', '/auth/login', { username, password });
  const client = {
    get: (path) => ask('GET', path),
    post: (path, body = {}) => ask('POST', path, body),
    put: (path, body) => ask('PUT', path, body),
    delete: (path) => ask('DELETE', path),
    until: (id, isSo) =>
      until(`machine ${id} of ${username}`, async () => isSo(await client.get(`/vms/${id}`))),
  };
  return client;
}

async function until(what, isSo) {
  for (const giveUpAt = Date.now() + PATIENCE_MS; !(await isSo()); await pause(200))
    if (Date.now() > giveUpAt) throw new Error(`Not within ${PATIENCE_MS / 1000} s: ${what}`);
}

/** A few at a time. */
async function inTurns(things, work) {
  const waiting = [...things];
  const one = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

if (import.meta.main) {
  const [name, url, password, dataDir] = process.argv.slice(2);
  await seed({ name, url, password, dataDir });
}
