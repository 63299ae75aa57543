import type { ProblemTexts } from './problem-texts.js';

export const RESTORE_POINTS_IN_ENGLISH = {
  'too-many-restore-points': ({ limit = '' }) => [
    'Too many restore points',
    `This VM has ${limit} restore points already, which is the most it may have: delete one that is no longer used.`,
  ],
  'no-restore-points': ({ reason }) => [
    'No restore points for this VM',
    reason === 'firmware'
      ? 'This VM boots by UEFI: the host cannot keep restore points of it.'
      : 'The disk of this VM has an old format, which could not grow any more with restore points. A VM that is created today can have some.',
  ],
  'no-such-point': ({ name = '' }) => ['No such restore point', `This VM has no restore point “${name}”.`],
} satisfies Partial<ProblemTexts>;
