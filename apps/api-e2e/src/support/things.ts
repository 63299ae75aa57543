import { AccessToken, NewAccessToken, ResourceRequest, Session } from '@vm-manager/contracts';
import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { askDatabase } from './database.js';
import { json, type Visitor } from './visitor.js';

/** The ids of small things that someone has, by the area of their routes. Administrators ask for nothing. */
export async function thingsOf(owner: Visitor, dataDir: string) {
  const sessions = z.array(Session).parse(await json(await owner.get('/api/sessions'), 200));
  const notices = await askDatabase<{ id: string }>(
    dataDir,
    `INSERT INTO notices (id, user_id, kind, params, created_at)
     VALUES ($1, $2, 'request-created', '{"requester": "bob", "want": {"vms": 5}}', now()) RETURNING id`,
    [randomUUID(), owner.user?.id],
  );
  const invitations = await askDatabase<{ id: string }>(
    dataDir,
    `WITH class AS (INSERT INTO groups (name) VALUES ($1) RETURNING id)
     INSERT INTO group_invitations (group_id, user_id, created_at) SELECT id, $2, now() FROM class RETURNING id`,
    [`classe ${randomUUID()}`, owner.user?.id],
  );
  return {
    invitations: invitations[0]!.id,
    tokens: await tokenOf(owner),
    bin: await binnedOf(owner, dataDir),
    boxes: await boxIn(dataDir),
    templates: 'debian-server',
    operations: await operationOf(owner, dataDir),
    sessions: sessions.find(({ current }) => current)!.id,
    notices: notices[0]!.id,
    requests: owner.user?.role === 'admin' ? randomUUID() : await requestOf(owner),
  };
}

/** One that is there, else a new one: nobody has many. */
async function tokenOf(owner: Visitor): Promise<string> {
  const [known] = z.array(AccessToken).parse(await json(await owner.get('/api/tokens'), 200));
  if (known) return known.id;
  const made = await owner.send('POST', '/api/tokens', { name: 'script', scope: 'read' });
  return NewAccessToken.parse(await json(made, 201)).id;
}

/** The one that is there, else a new one. */
async function requestOf(owner: Visitor): Promise<string> {
  const requests = z.array(ResourceRequest).parse(await json(await owner.get('/api/requests'), 200));
  const own = requests.find(({ requester }) => requester.id === owner.user?.id);
  if (own) return own.id;
  const wish = { want: { vms: 200 }, reason: 'Un laboratoire à monter.' };
  return ResourceRequest.parse(await json(await owner.send('POST', '/api/requests', wish), 201)).id;
}

/** A series of the group, for everyone here. No machine can be made for them: there is no such template. */
export async function seriesOf(groupId: string, dataDir: string): Promise<string> {
  const [series] = await askDatabase<{ id: string }>(
    dataDir,
    `WITH made AS (
       INSERT INTO series (id, group_id, name_pattern, name_key, template_id, vcpus, memory_mib, disk_gib, start,
           follows_class, passwords, created_at)
         VALUES (gen_random_uuid(), $2, $1, $1, 'no-such', 1, 512, 10, false, false, 'random', now()) RETURNING id),
     members AS (
       INSERT INTO series_members (series_id, user_id, state, created_at)
         SELECT made.id, users.id, 'refused', now() FROM made, users WHERE users.role = 'student')
     SELECT id FROM made`,
    [randomUUID(), groupId],
  );
  return series!.id;
}

/** A VM that waits in the bin. */
async function binnedOf(owner: Visitor, dataDir: string): Promise<string> {
  const [vm] = await askDatabase<{ id: string }>(
    dataDir,
    `INSERT INTO vms (id, owner_id, name, name_key, template_id, state, vcpus, memory_mib, disk_gib, username, host, folder,
       created_at, gone_at)
     SELECT id, $1, 'jetée', 'bin:' || id, 'debian-server', 'stopped', 1, 512, 10, 'eleve', 'demonstration', 'corbeille/' || id,
       now(), now() + interval '7 days' FROM gen_random_uuid() id RETURNING id`,
    [owner.user?.id],
  );
  return vm!.id;
}

/** A box that nothing stands on, with a picture. */
async function boxIn(dataDir: string): Promise<string> {
  const [folder, id] = [join(dataDir, 'boxes'), 'debian-server-1.1'];
  await mkdir(folder, { recursive: true });
  for (const ending of ['.png', '.sha256', '']) await writeFile(join(folder, `${id}.box${ending}`), '');
  return id;
}

/** One that was refused for a machine that is gone, and may be repeated. */
async function operationOf(owner: Visitor, dataDir: string): Promise<string> {
  const refused = [{ vmId: randomUUID(), code: 'not-found', params: {} }];
  const [operation] = await askDatabase<{ id: string }>(
    dataDir,
    `INSERT INTO operations (id, kind, actor_id, waiting, refused, created_at)
     VALUES ($1, 'start', $2, '{}', $3, now()) RETURNING id`,
    [randomUUID(), owner.user?.id, JSON.stringify(refused)],
  );
  return operation!.id;
}
