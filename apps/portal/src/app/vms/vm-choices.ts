import type { Vm, VmAction, VmState } from '@vm-manager/contracts';
import type { IconName } from '../ui/icons';

/** Actions that are one call without a form of their own. */
export type PlainAction = Exclude<VmAction, 'open-console' | 'set-password' | 'update' | 'retry' | 'rebuild'>;

/** In the order in which menus show them; what loses something comes last. */
const IN_MENUS: readonly PlainAction[] = [
  'start',
  'resume',
  'shutdown',
  'reboot',
  'suspend',
  'reset',
  'force-off',
  'delete',
];

/** The one thing that a person most likely wants next. */
export type PrimaryChoice = 'open-console' | 'start' | 'resume' | 'see-activity' | 'see-failure';

export function primaryChoice(vm: Pick<Vm, 'state' | 'allowedActions'>): PrimaryChoice {
  if (vm.state === 'failed') return 'see-failure';
  for (const action of ['open-console', 'start', 'resume'] as const)
    if (vm.allowedActions.includes(action)) return action;
  return 'see-activity';
}

/** What else can be done now. */
export function menuChoices(
  vm: Pick<Vm, 'state' | 'allowedActions'>,
  { withPrimary = false } = {},
): PlainAction[] {
  const primary = withPrimary ? undefined : primaryChoice(vm);
  return IN_MENUS.filter((action) => action !== primary && vm.allowedActions.includes(action));
}

/** What a machine is from the moment when an action is accepted. */
export const STATE_DURING: Partial<Record<PlainAction, VmState>> = {
  start: 'starting',
  resume: 'starting',
  shutdown: 'stopping',
  suspend: 'stopping',
  'force-off': 'stopping',
  delete: 'deleting',
};

/** Actions that lose something, and so ask first. */
export type LosingAction = 'delete' | 'force-off' | 'reset';

export const losesSomething = (action: PlainAction): action is LosingAction =>
  action === 'delete' || action === 'force-off' || action === 'reset';

export const ACTION_ICONS: Record<PlainAction | PrimaryChoice, IconName> = {
  start: 'play',
  resume: 'play',
  shutdown: 'power',
  reboot: 'restart',
  suspend: 'bedtime',
  reset: 'bolt',
  'force-off': 'block',
  delete: 'remove',
  'open-console': 'desktop',
  'see-activity': 'schedule',
  'see-failure': 'error',
};
