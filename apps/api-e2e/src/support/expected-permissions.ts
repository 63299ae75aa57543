import type { Role } from '@vm-manager/contracts';

/** What someone gets: it is done or at least looked at, it is as if it were not there, or the area is closed to them. */
export type Access = 'yes' | 'hidden' | 'closed';
/** To whose things: one's own, those of a student in one's group, anyone else's. Null where there is no such thing. */
export type Row = Record<Role, [own: Access | null, ownGroup: Access, other: Access]>;

const OWN: Row = {
  student: ['yes', 'hidden', 'hidden'],
  teacher: ['yes', 'hidden', 'hidden'],
  admin: ['yes', 'hidden', 'hidden'],
};
const OWN_OR_ADMIN: Row = { ...OWN, admin: ['yes', 'yes', 'yes'] };
const VMS: Row = { ...OWN_OR_ADMIN, teacher: ['yes', 'yes', 'hidden'] };
const CLOSED: Row[Role] = ['closed', 'closed', 'closed'];
const ADMIN: Row = { student: CLOSED, teacher: CLOSED, admin: ['yes', 'yes', 'yes'] };
const YES: Row[Role] = ['yes', 'yes', 'yes'];
const EVERYWHERE: Row = { student: YES, teacher: YES, admin: YES };
const TAUGHT: Row = { ...ADMIN, teacher: ['yes', 'yes', 'hidden'] };
/** One is not someone's to decide about, not even one's own. */
const TAUGHT_NOT_OWN: Row = { ...ADMIN, teacher: ['closed', 'yes', 'hidden'] };
/** Groups are nobody's own. */
const GROUPS: Row = {
  student: [null, 'closed', 'closed'],
  teacher: [null, 'yes', 'hidden'],
  admin: [null, 'yes', 'yes'],
};
const ADMIN_GROUPS: Row = { ...GROUPS, teacher: [null, 'closed', 'closed'] };

const each = (row: Row, ...routes: string[]) => Object.fromEntries(routes.map((route) => [route, row]));
const vmActions = [
  'start',
  'shutdown',
  'reboot',
  'force-off',
  'reset',
  'suspend',
  'resume',
  'passwords',
  'retry',
  'rebuild',
  'console',
];

/** Every route with an id in it, written out by hand. */
export const OBJECT_ROUTES: Record<string, Row> = {
  ...each(
    VMS,
    'GET /api/vms/{id}',
    'GET /api/vms/{id}/template',
    'GET /api/vms/{id}/job',
    'GET /api/vms/{id}/jobs',
    'GET /api/vms/{id}/screenshot',
    'GET /api/vms/{id}/metrics',
    'GET /api/vms/{id}/file-systems',
    'GET /api/vms/{id}/restore-points',
    'POST /api/vms/{id}/restore-points',
    'POST /api/vms/{id}/restore-points/{pointId}/revert',
    'DELETE /api/vms/{id}/restore-points/{pointId}',
    'PATCH /api/vms/{id}',
    'DELETE /api/vms/{id}/help',
    ...['ask', 'give', 'refuse', 'take'].map((what) => `POST /api/vms/{id}/control/${what}`),
    ...vmActions.map((action) => `POST /api/vms/{id}/${action}`),
    'GET /api/jobs/{id}',
    'GET /api/jobs/{id}/log',
    'POST /api/jobs/{id}/cancel',
    'GET /api/users/{id}/quota',
    'DELETE /api/vms/{id}',
    'POST /api/vms/{id}/keep',
    'POST /api/bin/{vmId}/restore',
    'DELETE /api/bin/{vmId}',
  ),
  ...each(
    TAUGHT,
    'GET /api/users/{id}',
    'GET /api/users/{id}/backups',
    'GET /api/vms/{id}/backups',
    'POST /api/vms/{id}/bring-back',
  ),
  ...each(TAUGHT_NOT_OWN, 'PUT /api/users/{id}/quota'),
  // Of a template that everyone may pick.
  'GET /api/templates/{id}/picture': EVERYWHERE,
  ...each(ADMIN, 'PATCH /api/users/{id}', 'DELETE /api/boxes/{id}', 'GET /api/boxes/{id}/file'),
  ...each(OWN_OR_ADMIN, 'DELETE /api/users/{id}/sessions', 'DELETE /api/sessions/{id}'),
  ...each(OWN_OR_ADMIN, 'DELETE /api/users/{id}/tokens', 'DELETE /api/tokens/{id}'),
  ...each(
    OWN,
    'POST /api/vms/{id}/help',
    'POST /api/notices/{id}/read',
    'GET /api/operations/{id}',
    'POST /api/operations/{id}/cancel',
    'POST /api/operations/{id}/repeat',
  ),
  'GET /api/requests/{id}': { ...VMS, admin: [null, 'yes', 'yes'] },
  'POST /api/requests/{id}/cancel': {
    ...OWN,
    teacher: ['yes', 'closed', 'hidden'],
    admin: [null, 'closed', 'closed'],
  },
  ...each(
    { ...ADMIN, teacher: ['closed', 'yes', 'hidden'], admin: [null, 'yes', 'yes'] },
    ...['approve', 'reject', 'withdraw'].map((decision) => `POST /api/requests/{id}/${decision}`),
  ),
  ...each(
    { ...ADMIN, student: ['yes', 'hidden', 'hidden'], admin: CLOSED },
    'POST /api/invitations/{id}/accept',
    'POST /api/invitations/{id}/decline',
  ),
  ...each(
    GROUPS,
    'GET /api/groups/{id}',
    'GET /api/groups/{id}/members',
    'GET /api/groups/{id}/members.csv',
    'POST /api/groups/{id}/members',
    'POST /api/groups/{id}/members/import',
    'DELETE /api/groups/{id}/members/{userId}',
    'GET /api/groups/{id}/invitations',
    'DELETE /api/groups/{id}/invitations/{userId}',
    'PUT /api/groups/{id}/quota',
    'GET /api/groups/{id}/clearing',
    'PUT /api/groups/{id}/clearing',
  ),
  // Quotas are everyone's to see, so those of a group are no closed area.
  ...each(
    { ...GROUPS, student: [null, 'hidden', 'hidden'] },
    'GET /api/groups/{id}/quota',
    'GET /api/groups/{id}/usage',
    'GET /api/groups/{id}/metrics',
  ),
  ...each(
    ADMIN_GROUPS,
    'PATCH /api/groups/{id}',
    'PATCH /api/groups/{id}/members/{userId}',
    'DELETE /api/groups/{id}',
  ),
  ...each(
    GROUPS,
    'GET /api/series/{id}',
    'PATCH /api/series/{id}',
    'POST /api/series/{id}/start',
    'POST /api/series/{id}/shutdown',
    'POST /api/series/{id}/restore-points',
    'POST /api/series/{id}/revert',
    'POST /api/series/{id}/members/{userId}/retry',
    'DELETE /api/series/{id}',
  ),
  ...each(OWN, 'POST /api/vms/{id}/handed-passwords'),
};

const EVERYONE: Role[] = ['student', 'teacher', 'admin'];

/** Every other route that needs a session: the roles to which it is open. */
export const AREA_ROUTES: Record<string, readonly Role[]> = {
  'GET /api/auth/me': EVERYONE,
  'PATCH /api/auth/me': EVERYONE,
  'POST /api/auth/password': EVERYONE,
  'GET /api/templates': EVERYONE,
  'GET /api/templates/settings': ['admin'],
  'PUT /api/templates/settings': ['admin'],
  'GET /api/boxes': ['admin'],
  'POST /api/boxes/clean-up': ['admin'],
  'POST /api/boxes/bake': ['admin'],
  'GET /api/boxes/import': ['admin'],
  'POST /api/boxes/import': ['admin'],
  'GET /api/boxes/baking': ['admin'],
  'PUT /api/boxes/baking': ['admin'],
  'GET /api/vms': EVERYONE,
  'GET /api/vms.csv': EVERYONE,
  'POST /api/vms': EVERYONE,
  'GET /api/operations': EVERYONE,
  'POST /api/operations': EVERYONE,
  'GET /api/restore-points': EVERYONE,
  'GET /api/series': ['teacher', 'admin'],
  'POST /api/series': ['teacher', 'admin'],
  'GET /api/handed-passwords': EVERYONE,
  'GET /api/bin': EVERYONE,
  'DELETE /api/bin': ['admin'],
  'GET /api/clearings': EVERYONE,
  'GET /api/clearing/default': ['admin'],
  'PUT /api/clearing/default': ['admin'],
  'GET /api/events': EVERYONE,
  'GET /api/notices': EVERYONE,
  'POST /api/notices/read': EVERYONE,
  'GET /api/invitations': EVERYONE,
  'GET /api/quota': EVERYONE,
  'GET /api/requests': EVERYONE,
  'POST /api/requests': ['student', 'teacher'],
  'GET /api/sessions': EVERYONE,
  'GET /api/tokens': EVERYONE,
  'POST /api/tokens': EVERYONE,
  'GET /api/users': ['teacher', 'admin'],
  'GET /api/users.csv': ['teacher', 'admin'],
  'POST /api/users': ['admin'],
  'POST /api/users/import': ['admin'],
  'GET /api/groups': ['teacher', 'admin'],
  'POST /api/groups': ['admin'],
  'PUT /api/quotas': ['teacher', 'admin'],
  'GET /api/quota/default': ['admin'],
  'PUT /api/quota/default': ['admin'],
  'GET /api/capacity': ['admin'],
  'GET /api/platform/hosts': ['admin'],
  'GET /api/platform/programs': ['admin'],
  'GET /api/platform/log': ['admin'],
  'GET /api/platform/log.txt': ['admin'],
  'GET /api/platform/checks': ['admin'],
  'GET /api/directory': ['admin'],
  'GET /api/audit': ['admin'],
  'GET /api/audit.csv': ['admin'],
  // They end what the others need.
  'DELETE /api/sessions': EVERYONE,
  'POST /api/auth/logout': EVERYONE,
};

/** What needs no session; everything else does. */
export const PUBLIC_ROUTES = [
  'POST /api/auth/login',
  'GET /api/health/live',
  'GET /api/health/ready',
  'GET /api/platform',
];
