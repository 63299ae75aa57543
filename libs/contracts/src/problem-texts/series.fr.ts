import type { ProblemTexts } from './problem-texts.js';

/** Why someone of a class gets no machine of a series. */
const MEMBERS: Record<string, (what: string) => string> = {
  login: (login) =>
    `« ${login} » ne peut pas être un nom de compte dans la machine : il commence par une lettre minuscule, n’a que des minuscules, des chiffres, « - » et « _ », et n’est pas un nom du système.`,
  name: (name) =>
    `« ${name} » ne peut pas être le nom d’une machine : lettres sans accent, chiffres, points et tirets seulement, 63 au plus.`,
  closed: () => 'Ce compte est fermé.',
  passwords: () =>
    'Le mot de passe choisi pour la série n’est plus gardé : réessayez en le donnant de nouveau.',
};

export const SERIES_IN_FRENCH = {
  'name-taken': ({ name, whose }) => [
    'Nom déjà pris',
    whose
      ? `${whose} a déjà une machine nommée « ${name} ».`
      : name
        ? `Vous avez déjà une machine nommée « ${name} » : choisissez un autre nom.`
        : 'Ce nom est déjà pris : choisissez-en un autre.',
  ],
  'member-refused': ({ reason = '', login = '', name = '' }) => [
    'Pas de machine possible',
    MEMBERS[reason]?.(String(reason === 'name' ? name : login)) ??
      'Une machine ne peut pas être créée pour cette personne.',
  ],
} satisfies Partial<ProblemTexts>;
