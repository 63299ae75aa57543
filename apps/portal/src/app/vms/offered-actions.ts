import type { PlainAction, Vm, VmAction } from '@vm-manager/contracts';
import type { IconName } from '../ui/icons';

/** Ways out of a failure, the gentler first: what was asked for is made again. */
export const REMAKE_ACTIONS = ['retry', 'rebuild'] as const satisfies readonly VmAction[];
export type RemakeAction = (typeof REMAKE_ACTIONS)[number];

/** What buttons and menus offer. */
export type OfferedAction = PlainAction | RemakeAction;

/** In the order in which menus show them; what loses something comes last. */
const IN_MENUS: readonly OfferedAction[] = [
  'retry',
  'start',
  'resume',
  'shutdown',
  'reboot',
  'suspend',
  'reset',
  'force-off',
  'rebuild',
  'delete',
];

/** The one thing that a person most likely wants next. */
export type PrimaryChoice =
  'open-console' | 'start' | 'resume' | RemakeAction | 'see-activity' | 'see-failure';

export function primaryChoice(vm: Pick<Vm, 'state' | 'allowedActions'>): PrimaryChoice {
  // A machine that is paused has a screen, but nothing happens on it until it is resumed.
  for (const action of ['retry', 'rebuild', 'resume', 'open-console', 'start'] as const)
    if (vm.allowedActions.includes(action)) return action;
  return vm.state === 'failed' ? 'see-failure' : 'see-activity';
}

/** What else can be done now. */
export function menuChoices(
  vm: Pick<Vm, 'state' | 'allowedActions'>,
  { withPrimary = false } = {},
): OfferedAction[] {
  const primary = withPrimary ? undefined : primaryChoice(vm);
  return IN_MENUS.filter((action) => action !== primary && vm.allowedActions.includes(action));
}

/** Actions that lose something, and so ask first. */
export type LosingAction = 'delete' | 'force-off' | 'reset';

export const losesSomething = (action: OfferedAction): action is LosingAction =>
  action === 'delete' || action === 'force-off' || action === 'reset';

export const ACTION_ICONS: Record<OfferedAction | PrimaryChoice, IconName> = {
  start: 'play',
  resume: 'play',
  shutdown: 'power',
  reboot: 'restart',
  suspend: 'bedtime',
  reset: 'bolt',
  'force-off': 'block',
  delete: 'remove',
  retry: 'refresh',
  rebuild: 'restart',
  'open-console': 'desktop',
  'see-activity': 'schedule',
  'see-failure': 'error',
};
