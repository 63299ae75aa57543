import type { ProblemTexts } from './problem-texts.js';

export const CONSOLES_IN_ENGLISH = {
  'no-serial-line': () => ['No serial console', 'This machine has no serial console: open its screen.'],
  'nobody-to-help': () => ['Nobody to call', 'No teacher follows this machine: its owner is in no class.'],
  'control-changed': () => [
    'The control has changed',
    'The control of this screen has changed hands, or is no longer asked for: see who has the keyboard.',
  ],
  'too-many-consoles': ({ limit, whose }) => [
    'Too many consoles',
    whose === 'machine'
      ? `This VM’s console is open as often as it can be${limit ? ` (${limit} times)` : ''}: ask somebody who watches to close it.`
      : `You have as many consoles open as you may${limit ? ` (${limit})` : ''}${whose === 'person-on-machine' ? ' of this VM' : ''}: close one first.`,
  ],
  'screen-unavailable': () => [
    'No screen',
    'This VM has no screen at the moment: start it, then open the console.',
  ],
} satisfies Partial<ProblemTexts>;
