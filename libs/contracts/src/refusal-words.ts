import type * as z from 'zod';
import type { Language } from './language.js';
import { numberAsRead } from './number-as-read.js';

type Issue = z.core.$ZodIssue;
type Words = Record<Language, string>;

const WRONG: Words = { fr: 'Cette valeur ne convient pas.', en: 'This value does not fit.' };
const REQUIRED: Words = { fr: 'Ce champ est obligatoire.', en: 'This field is required.' };

const WHOLE: Words = { fr: 'Un nombre entier, par exemple 20.', en: 'A whole number, for example 20.' };

const EXPECTED: Record<string, Words> = {
  int: WHOLE,
  number: WHOLE,
  string: { fr: 'Un texte est attendu ici.', en: 'A text is wanted here.' },
  boolean: { fr: 'Oui ou non (true ou false).', en: 'Yes or no (true or false).' },
  array: { fr: 'Une liste est attendue ici.', en: 'A list is wanted here.' },
  object: { fr: 'Plusieurs champs sont attendus ici.', en: 'Several fields are wanted here.' },
};

const FORMATS: Record<string, Words> = {
  email: {
    fr: 'Cette adresse de courriel n’est pas valable.',
    en: 'This e-mail address is not valid.',
  },
  datetime: { fr: 'Cette date n’est pas valable.', en: 'This date is not valid.' },
  date: { fr: 'Cette date n’est pas valable.', en: 'This date is not valid.' },
  uuid: { fr: 'Cet identifiant n’est pas valable.', en: 'This id is not valid.' },
};

/** What is wrong with a value, where its schema gives no sentence of its own. Never in the validator's words. */
export function refusalWords(issue: Issue, language: Language): string {
  return wordsFor(issue, language) ?? WRONG[language];
}

function wordsFor(issue: Issue, language: Language): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue) ? REQUIRED[language] : EXPECTED[issue.expected]?.[language];
    case 'invalid_format':
      return FORMATS[issue.format]?.[language];
    case 'too_small':
      return atLeast(issue.origin, Number(issue.minimum), language);
    case 'too_big':
      return atMost(issue.origin, Number(issue.maximum), language);
    case 'invalid_value':
      return issue.values.length === 0 || isBoolean(issue)
        ? EXPECTED['boolean']?.[language]
        : { fr: 'Choisissez une des valeurs proposées.', en: 'Choose one of the values offered.' }[language];
    case 'unrecognized_keys':
      return { fr: 'Ce champ n’existe pas ici.', en: 'There is no such field here.' }[language];
    default:
      return undefined;
  }
}

/** Only the API reports what came; for a form an empty field is empty text. */
const isMissing = (issue: Issue) => 'input' in issue && (issue.input === undefined || issue.input === null);

const isBoolean = ({ values }: z.core.$ZodIssueInvalidValue) =>
  values.includes('true') || values.includes(true);

function atLeast(origin: string, limit: number, language: Language): string {
  if (limit === 1 && origin === 'string') return REQUIRED[language];
  if (origin === 'string') return characters(limit, language, 'min');
  if (origin === 'array') return { fr: `${limit} au moins.`, en: `${limit} at least.` }[language];
  return limit === 0
    ? { fr: 'Zéro ou plus.', en: 'Zero or more.' }[language]
    : { fr: `${numberAsRead(limit, language)} au moins.`, en: `${numberAsRead(limit, language)} at least.` }[
        language
      ];
}

function atMost(origin: string, limit: number, language: Language): string {
  if (origin === 'string') return characters(limit, language, 'max');
  return { fr: `${numberAsRead(limit, language)} au plus.`, en: `${numberAsRead(limit, language)} at most.` }[
    language
  ];
}

/** "1 caractère au moins.", "100 characters at most." */
export function characters(limit: number, language: Language, bound: 'min' | 'max'): string {
  const many = limit > 1;
  return language === 'fr'
    ? `${numberAsRead(limit, language)} caractère${many ? 's' : ''} au ${bound === 'min' ? 'moins' : 'plus'}.`
    : `${numberAsRead(limit, language)} character${many ? 's' : ''} at ${bound === 'min' ? 'least' : 'most'}.`;
}
