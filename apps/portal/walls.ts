/**
 * Which folder of src/app may import which: each only folders above it, so that nothing goes in a circle. What is not named
 * is forbidden; eslint.config.mjs makes rules of it. The routes, in src/app itself, see all.
 */
export const FOLDERS: Record<string, string[]> = {
  events: [],
  'program-parts': [],
  time: [],
  i18n: ['time'],
  http: ['time', 'i18n'],
  platform: ['i18n'],
  forms: ['i18n', 'http'],
  ui: ['program-parts', 'i18n', 'http'],
  csv: ['i18n', 'http', 'ui'],
  backups: ['i18n', 'ui'],
  measurements: ['time', 'i18n', 'http', 'ui'],
  invitations: ['events', 'i18n', 'ui'],
  notices: ['events', 'i18n', 'ui'],
  quotas: ['events', 'i18n', 'http', 'forms', 'ui'],
  session: ['events', 'program-parts', 'time', 'i18n', 'http', 'platform', 'forms', 'ui'],
  'own-account': ['time', 'i18n', 'http', 'forms', 'ui', 'session'],
  accounts: ['i18n', 'http', 'csv', 'forms', 'ui', 'quotas', 'session'],
  audit: ['i18n', 'ui', 'quotas', 'session'],
  capacity: ['events', 'i18n', 'ui', 'quotas'],
  vms: [
    'events',
    'time',
    'i18n',
    'http',
    'forms',
    'ui',
    'backups',
    'measurements',
    'invitations',
    'platform',
    'quotas',
    'session',
  ],
  series: ['events', 'i18n', 'http', 'forms', 'ui', 'quotas', 'vms'],
  console: ['events', 'program-parts', 'time', 'i18n', 'http', 'ui', 'session', 'vms'],
  requests: ['events', 'time', 'i18n', 'http', 'forms', 'ui', 'quotas', 'session', 'vms'],
  search: ['i18n', 'http', 'ui', 'session', 'vms'],
  groups: [
    'events',
    'i18n',
    'http',
    'csv',
    'forms',
    'ui',
    'backups',
    'measurements',
    'invitations',
    'quotas',
    'session',
    'accounts',
    'vms',
    'requests',
  ],
  help: ['i18n', 'ui', 'session'],
  shell: [
    'events',
    'program-parts',
    'i18n',
    'platform',
    'ui',
    'notices',
    'session',
    'requests',
    'search',
    'help',
  ],
  templates: ['events', 'i18n', 'forms', 'ui', 'groups', 'vms'],
  administration: [
    'i18n',
    'http',
    'platform',
    'ui',
    'quotas',
    'accounts',
    'audit',
    'capacity',
    'vms',
    'requests',
    'groups',
    'templates',
  ],
};

/** What one folder may import, itself included. */
export interface Allowance {
  folder: string;
  may: string[];
  sentence: string;
}

export function allowances(folders = FOLDERS): Allowance[] {
  const names = Object.keys(folders);
  return Object.entries(folders).map(([folder, uses]) => {
    const below = uses.find((used) => names.indexOf(used) >= names.indexOf(folder) || !names.includes(used));
    if (below)
      throw new Error(`apps/portal/walls.ts: ${folder}/ cannot import ${below}/, which is not above it`);
    const sentence = `${folder}/ may import ${uses.join(', ') || 'itself'} only: see apps/portal/walls.ts.`;
    return { folder, may: [...uses, folder], sentence };
  });
}
