// Accounts, groups, sessions, tokens and the audit log of the scripted API.
import {
  accounts,
  ago,
  groups,
  makeAccount,
  memberships,
  membersOf,
  plain,
  teaching,
  toGroup,
  toMember,
  uuid,
} from './stub-people.mjs';
import { audit, firstSessions, firstTokens } from './stub-traces.mjs';

let sessions = firstSessions;
let tokens = firstTokens;

const COLLATOR = new Intl.Collator('fr', { numeric: true });
function find(query) {
  const words = plain(query.get('search') ?? '').split(/\s+/);
  const state = {
    active: (a) => !a.disabled && !a.leftDirectoryAt,
    disabled: (a) => a.disabled,
    left: (a) => a.leftDirectoryAt,
  };
  const sort = query.get('sort') ?? 'username';
  const direction = query.get('order') === 'desc' ? -1 : 1;
  return accounts
    .filter(
      (account) =>
        words.every((word) =>
          plain(`${account.displayName} ${account.username} ${account.email}`).includes(word),
        ) &&
        (!query.get('role') || account.role === query.get('role')) &&
        (!query.get('source') || account.source === query.get('source')) &&
        (!query.get('state') || state[query.get('state')](account)),
    )
    .sort((a, b) => direction * COLLATOR.compare(a[sort] ?? '', b[sort] ?? ''));
}

export const identityRoutes = ({ ok, problem }) => {
  const none = () => problem(404, 'not-found', 'Cela n’existe pas.');
  const withAccount = (reply) => (call) => {
    const account = accounts.find(({ id }) => id === call.match[1]);
    return account ? reply({ ...call, account }) : none();
  };
  const withGroup = (reply) => (call) => {
    const found = groups.find(({ id }) => id === call.match[1]);
    return found ? reply({ ...call, found }) : none();
  };
  const gone = { status: 204 };
  return [
    [
      'GET',
      /^\/users$/,
      ({ url }) => {
        const found = find(url.searchParams);
        const offset = Number(url.searchParams.get('offset') ?? 0);
        const page = found.slice(offset, offset + Number(url.searchParams.get('limit') ?? 100));
        return { ...ok(page), headers: { 'x-total-count': String(found.length) } };
      },
    ],
    [
      'POST',
      /^\/users$/,
      ({ body }) => {
        if (accounts.some(({ username }) => username === body.username))
          return problem(409, 'name-taken', 'Cet identifiant est déjà pris.', [
            { pointer: '/username', detail: 'Cet identifiant est déjà pris.' },
          ]);
        const account = {
          ...makeAccount(accounts.length),
          ...body,
          id: uuid('44', accounts.length + 9),
          source: 'local',
        };
        accounts.push(account);
        return ok(account, 201);
      },
    ],
    ['GET', /^\/users\/([^/]+)$/, withAccount(({ account }) => ok(account))],
    [
      'PATCH',
      /^\/users\/([^/]+)$/,
      withAccount(({ account, body }) => {
        const isLosing = body.disabled || (body.role && body.role !== 'admin');
        if (account.username === 'admin' && isLosing)
          return problem(
            409,
            'last-administrator',
            'C’est le dernier administrateur actif : nommez-en un autre d’abord.',
          );
        Object.assign(account, body);
        if (body.role !== undefined)
          Object.assign(account, { role: body.role ?? 'student', roleSetByHand: body.role !== null });
        return ok(account);
      }),
    ],
    ['DELETE', /^\/users\/([^/]+)\/sessions$/, () => gone],
    [
      'GET',
      /^\/sessions$/,
      ({ url }) =>
        ok(url.searchParams.has('user') ? sessions.map((s) => ({ ...s, current: false })) : sessions),
    ],
    ['DELETE', /^\/sessions$/, () => ((sessions = sessions.filter(({ current }) => current)), gone)],
    [
      'DELETE',
      /^\/sessions\/([^/]+)$/,
      ({ match }) => ((sessions = sessions.filter(({ id }) => id !== match[1])), gone),
    ],
    ['GET', /^\/tokens$/, () => ok(tokens)],
    [
      'POST',
      /^\/tokens$/,
      ({ body }) => {
        const token = {
          id: uuid('66', tokens.length + 9),
          name: body.name,
          scope: body.scope,
          lastUsedAt: null,
        };
        const made = { ...token, createdAt: ago(0), expiresAt: ago(-1440 * body.expiresInDays) };
        tokens = [...tokens, made];
        return ok({ ...made, token: `vmm_${'kJ3xT9wQ'.repeat(5)}` }, 201);
      },
    ],
    [
      'DELETE',
      /^\/tokens\/([^/]+)$/,
      ({ match }) => ((tokens = tokens.filter(({ id }) => id !== match[1])), gone),
    ],
    [
      'GET',
      /^\/groups$/,
      ({ me }) =>
        ok(
          groups
            .map((found) => toGroup(found, me))
            .filter(({ taught }) => me.user.role === 'admin' || taught),
        ),
    ],
    [
      'POST',
      /^\/groups$/,
      ({ body, me }) => {
        if (groups.some(({ name }) => name === body.name))
          return problem(409, 'name-taken', 'Un groupe porte déjà ce nom.');
        const made = { id: uuid('00', groups.length + 9), name: body.name, source: 'manual' };
        groups.push(made);
        memberships.set(made.id, []);
        return ok(toGroup(made, me), 201);
      },
    ],
    ['GET', /^\/groups\/([^/]+)$/, withGroup(({ found, me }) => ok(toGroup(found, me)))],
    [
      'PATCH',
      /^\/groups\/([^/]+)$/,
      withGroup(({ found, body, me }) => ok(toGroup(Object.assign(found, body), me))),
    ],
    [
      'DELETE',
      /^\/groups\/([^/]+)$/,
      withGroup(({ found }) => (groups.splice(groups.indexOf(found), 1), gone)),
    ],
    ['GET', /^\/groups\/([^/]+)\/members$/, withGroup(({ found }) => ok(membersOf(found)))],
    [
      'POST',
      /^\/groups\/([^/]+)\/members$/,
      withGroup(({ found, body }) => {
        const account = accounts.find(({ username }) => username === body.username);
        if (!account) return problem(404, 'not-found', 'Aucun compte ne porte cet identifiant.');
        memberships.get(found.id).push(account);
        if (body.teaches) teaching.add(`${found.id} ${account.id}`);
        return ok(toMember(found, account), 201);
      }),
    ],
    [
      'POST',
      /^\/groups\/([^/]+)\/members\/import$/,
      withGroup(({ body, url }) => {
        const rows = body.trim().split(/\r?\n/).slice(1);
        const lines = rows.map((row, index) => {
          const [username, teaches] = row.split(/[;,]/);
          const account = accounts.find((one) => one.username === username);
          const outcome = account ? ['added', 'unchanged', 'changed'][index % 3] : 'refused';
          const detail = account ? null : 'Aucun compte ne porte cet identifiant.';
          return { line: index + 2, username, outcome, teaches: teaches === 'enseignant', detail };
        });
        const dryRun = url.searchParams.get('dryRun') === 'true';
        return ok({ dryRun, applied: !dryRun && lines.every(({ outcome }) => outcome !== 'refused'), lines });
      }),
    ],
    [
      'PATCH',
      /^\/groups\/([^/]+)\/members\/([^/]+)$/,
      withGroup(({ found, match, body }) => {
        teaching[body.teaches ? 'add' : 'delete'](`${found.id} ${match[2]}`);
        return ok(membersOf(found).find(({ user }) => user.id === match[2]));
      }),
    ],
    [
      'DELETE',
      /^\/groups\/([^/]+)\/members\/([^/]+)$/,
      withGroup(({ found, match }) => {
        memberships.set(
          found.id,
          memberships.get(found.id).filter(({ id }) => id !== match[2]),
        );
        return gone;
      }),
    ],
    [
      'GET',
      /^\/audit$/,
      ({ url: { searchParams: query } }) => {
        const found = audit.filter(
          ({ id, action, actor, onBehalfOf, outcome }) =>
            (!query.get('before') || Number(id) < Number(query.get('before'))) &&
            (!query.get('kind') || action.startsWith(`${query.get('kind')}.`)) &&
            (!query.get('action') || action === query.get('action')) &&
            (!query.get('outcome') || outcome === query.get('outcome')) &&
            (!query.get('person') || [actor?.username, onBehalfOf?.username].includes(query.get('person'))),
        );
        return ok(found.slice(0, Number(query.get('limit') ?? 100)));
      },
    ],
  ];
};
