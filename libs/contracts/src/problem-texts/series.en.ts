import type { ProblemTexts } from './problem-texts.js';

/** Why someone of a class gets no machine of a series. */
const MEMBERS: Record<string, (what: string) => string> = {
  login: (login) =>
    `“${login}” cannot be an account name in the VM: it begins with a lower-case letter, has only lower-case letters, digits, “-” and “_”, and is no name of the system.`,
  name: (name) =>
    `“${name}” cannot be the name of a VM: letters without accents, digits, dots and dashes only, 63 at most.`,
  closed: () => 'This account is closed.',
  passwords: () => 'The password that was chosen for the series is not kept any more: try again and give it.',
};

export const SERIES_IN_ENGLISH = {
  'name-taken': ({ name, whose }) => [
    'Name taken',
    whose
      ? `${whose} already has a VM named “${name}”.`
      : name
        ? `You already have a VM named “${name}”: choose another name.`
        : 'This name is taken: choose another.',
  ],
  'member-refused': ({ reason = '', login = '', name = '' }) => [
    'No VM possible',
    MEMBERS[reason]?.(String(reason === 'name' ? name : login)) ?? 'No VM can be made for this person.',
  ],
} satisfies Partial<ProblemTexts>;
