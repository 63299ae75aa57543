// What people leave behind: sessions, tokens, lines of the audit log.
import { ago, uuid } from './stub-people.mjs';

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 Version/17.6 Mobile/15E148 Safari/604.1',
  null,
];
export const firstSessions = AGENTS.map((userAgent, index) => ({
  id: uuid('55', index),
  userId: uuid('11', 3),
  current: index === 0,
  createdAt: ago(3 + index * 900),
  lastUsedAt: ago(index * 47),
  expiresAt: ago(-9000),
  address: ['192.0.2.14', '192.0.2.15', '2001:db8::1:7', null][index],
  userAgent,
}));
export const firstTokens = [
  { name: 'sauvegarde des labs', scope: 'read', lastUsedAt: ago(130), expiresAt: ago(-40_000) },
  { name: 'TP réseau', scope: 'operate', lastUsedAt: null, expiresAt: ago(900) },
].map((token, index) => ({ id: uuid('66', index), createdAt: ago(50_000), ...token }));

const DONE = [
  ['vm.start', 'web1', true],
  ['console.open', 'web1', true],
  ['session.sign-in', 'alice', false],
  ['vm.create', 'dns-paris', false],
  ['group.import', 'SISR 1', false],
  ['account.disable', 'bob', false],
  ['session.sign-in', null, false, 'refused'],
  ['access.refused', null, false, 'refused'],
  ['vm.delete', 'serveur-de-fichiers-partages-du-departement-informatique-de-lyo', true, 'failed'],
  ['audit.read', null, false],
  ['platform.configuration', null, false],
];
export const audit = Array.from({ length: 260 }, (_, index) => {
  const [action, object, isOthers, outcome = 'done'] = DONE[index % DONE.length];
  const actor = ['alice', 'prof', 'admin'][index % 3];
  const nobody = outcome === 'refused' || action.startsWith('platform');
  return {
    id: String(10_000 - index),
    at: ago(index * 19),
    actor: nobody ? null : { id: uuid('11', 3), username: actor },
    onBehalfOf: isOthers && actor !== 'alice' ? { id: uuid('11', 2), username: 'bob' } : null,
    action,
    object: object && { id: uuid('22', index), name: object },
    address: action.startsWith('platform') ? null : '192.0.2.14',
    outcome,
    details:
      action === 'access.refused'
        ? { problem: 'role-too-low', method: 'GET', path: '/api/users' }
        : { jobId: uuid('33', index) },
  };
});
