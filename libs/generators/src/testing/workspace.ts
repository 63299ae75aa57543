import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateOptsAgainstSchema } from 'nx/src/utils/params';

export const NOW = 1_800_000_000_000;

/** A workspace with just what the generators change, in the form that it has here. */
export function workspace(): Tree {
  const tree = createTreeWithEmptyWorkspace({ formatter: 'prettier' });
  tree.write('.prettierrc', '{ "singleQuote": true, "printWidth": 110 }');
  tree.write(
    'libs/contracts/src/index.ts',
    "export { Job } from './job.js';\nexport { Vm } from './vm.js';\n",
  );
  tree.write(
    'apps/api/src/app.module.ts',
    `import { Module, type DynamicModule } from '@nestjs/common';
import { DatabaseModule } from './foundation/database/database.module.js';
import { VmsModule } from './machines/vms/vms.module.js';

const FOUNDATION = [DatabaseModule];
const MACHINES = [VmsModule];
const PEOPLE = [];

@Module({ imports: [...FOUNDATION, ...MACHINES, ...PEOPLE] })
export class AppModule {
  static with(): DynamicModule {
    return { module: AppModule, imports: [ConfigModule.with()] };
  }
}
`,
  );
  tree.write(
    'apps/api/walls.ts',
    `export const GROUPS: Record<string, Group> = {
  jobs: { about: 'slow work', uses: [] },
  machines: { about: 'the VMs', uses: ['jobs'], folders: { vms: [] } },
  people: { about: 'accounts', uses: [], folders: {} },
};
`,
  );
  tree.write(
    'docs/architecture.md',
    '```mermaid\n  machines["<b>machines</b><br/>vms"]\n  people["<b>people</b><br/>accounts"]\n```\n',
  );
  tree.write(
    'apps/api/src/foundation/database/migrations.ts',
    `import { CreateVms1764000000010 } from './migrations/1764000000010-create-vms.js';

export const MIGRATIONS = [CreateVms1764000000010];
`,
  );
  tree.write(
    'apps/api/src/foundation/database/migrations/1764000000010-create-vms.ts',
    'const sql = `CREATE TABLE "vms" ()`;\n',
  );
  tree.write(
    'apps/api/src/access/identity/permissions.ts',
    'export const PERMISSIONS = {\n} as const satisfies Record<string, Rule>;\n',
  );
  tree.write(
    'apps/api/src/access/identity/permissions.spec.ts',
    'const EXPECTED: Expected = {\n};\n\nconst PERMISSION_NAMES = Object.keys(PERMISSIONS);\n',
  );
  tree.write(
    'apps/portal/src/app/app.routes.ts',
    `export const routes: Routes = [
  { path: 'machines' },
  {
    path: '**',
    loadComponent: () => import('./shell/not-found-page').then((file) => file.NotFoundPage),
  },
];
`,
  );
  tree.write(
    'apps/portal/walls.ts',
    "export const FOLDERS: Record<string, string[]> = {\n  i18n: [],\n  administration: ['i18n'],\n};\n",
  );
  tree.write('infra/vm-templates/debian-server/packages', 'nano\n');
  tree.write(
    'infra/vm-templates/debian-server/template.json',
    '{ "id": "debian-server", "os": "debian", "box": "debian-server", "groups": ["SISR"], "picture": "picture.png" }',
  );
  for (const [path, text] of Object.entries(OF_VM_ACTIONS)) tree.write(path, text);
  return tree;
}

const TEXTS = {
  page: { vm: 'X' },
  action: { start: 'X' },
  job: { kind: { start: 'X' } },
  step: {},
  audit: { action: { vm: {} }, done: { vm: {} }, tried: { vm: {} } },
};

/** Where an action on a VM has its lines. */
const OF_VM_ACTIONS = {
  'libs/contracts/src/vm-action.ts': `export const VM_ACTIONS = {
  start: { in: ['stopped'] },
  update: { in: ['stopped', 'running'] },
  delete: { in: ['running'] },
} as const satisfies Record<string, VmActionRule>;
`,
  'apps/api/src/machines/plans/vm-plans.module.ts': `import { CreateVmPlan } from './create-vm.plan.js';
import { VmPlanRegistration } from './vm-plan-registration.js';

const PLANS = [CreateVmPlan];
`,
  'apps/api/src/machines/vms/vms.controller.ts': `export class VmsController {
  @Post(':id/start')
  start() {}

  @Post(':id/retry')
  retry() {}
}
`,
  'apps/api-e2e/src/support/expected-permissions.ts': `const vmActions = ['start', 'retry'];
`,
  'apps/portal/src/app/vms/offered-actions.ts': `const IN_MENUS: readonly OfferedAction[] = ['start', 'reset', 'delete'];

export const ACTION_ICONS: Record<OfferedAction, IconName> = { start: 'play', reset: 'bolt', delete: 'remove' };
`,
  'apps/portal/src/i18n/fr.json': JSON.stringify(TEXTS),
  'apps/portal/src/i18n/en.json': JSON.stringify(TEXTS),
};

/** Everything that the generators may change, as one value to compare. */
export function contents(tree: Tree): Record<string, string> {
  return Object.fromEntries(
    tree.listChanges().map(({ path, content }) => [path, content?.toString('utf8') ?? '']),
  );
}

export function read(tree: Tree, path: string): string {
  return tree.read(path, 'utf8') ?? '';
}

/** Refuses what Nx refuses before it calls the generator. */
export function checkOptions(generator: string, options: Record<string, unknown>): void {
  const path = join(import.meta.dirname, '..', generator, 'schema.json');
  validateOptsAgainstSchema(options, JSON.parse(readFileSync(path, 'utf8')));
}
