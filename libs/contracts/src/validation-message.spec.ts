import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import * as contracts from './index.js';
import { describeIssue } from './validation-message.js';

const VALUES = [
  undefined,
  null,
  '',
  ' ',
  'abc',
  'x'.repeat(2000),
  'a\u0000b',
  '\ud800',
  -1,
  0,
  1.5,
  NaN,
  Infinity,
  1e12,
  true,
  [],
  [1],
  Array.from({ length: 1001 }, () => 'x'),
  {},
  { unknown: 1 },
];
/** Words of validators, and signs that no sentence has. */
const NOT_OURS =
  /[<>=≥≤|"{}]|\b(input|invalid|expected|received|string|undefined|null|NaN|regex|pattern|enum)\b|entrée invalide|option invalide|attendue? ?:|reçu|trop (petit|grand) ?:/i;

const schemas = Object.entries(contracts).filter(([, value]) => value instanceof z.ZodType) as [
  string,
  z.ZodType,
][];

/** Every refusal of a schema for each of the values, for the whole and for each field in an otherwise empty object. */
function refusals(schema: z.ZodType, reportInput: boolean): z.core.$ZodIssue[] {
  const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const tried = [...VALUES, ...fields.flatMap((field) => VALUES.map((value) => ({ [field]: value })))];
  const issues = tried.flatMap((value) => schema.safeParse(value, { reportInput }).error?.issues ?? []);
  // A thousand wrong elements of a list are wrong in one way.
  return [
    ...new Map(issues.map((issue) => [JSON.stringify({ ...issue, path: issue.path.at(0) }), issue])).values(),
  ];
}

describe.each([true, false])('with the input reported: %s', (reportInput) => {
  it.each(schemas)('every refusal of %s is a sentence of ours, in both languages', (_, schema) => {
    for (const issue of refusals(schema, reportInput)) {
      const [french, english] = (['fr', 'en'] as const).map((language) => describeIssue(issue, language));
      for (const sentence of [french, english]) {
        expect(sentence).toMatch(/^[\p{Lu}\d].*\.$/su);
        expect(sentence).not.toMatch(NOT_OURS);
        expect(sentence).not.toContain(issue.message);
      }
      expect(french).not.toBe(english);
      expect(french).not.toMatch(/ [:;!?»]|« /u);
    }
  });
});

const sentenceOf = (schema: z.ZodType, value: unknown) =>
  describeIssue(schema.safeParse(value, { reportInput: true }).error!.issues[0]!, 'fr');

it.each([
  ['Indiquez le prénom et le nom.', contracts.CreateAccount.shape.displayName, '  '],
  ['200 caractères au plus.', contracts.CreateAccount.shape.displayName, 'x'.repeat(201)],
  ['Cette adresse de courriel n’est pas valable.', contracts.CreateAccount.shape.email, 'alice@'],
  ['Indiquez un identifiant.', contracts.Username, ''],
  ['Choisissez un rôle.', contracts.Role, 'chef'],
  ['Donnez un nom au groupe.', contracts.CreateGroup.shape.name, ''],
  ['Dites à quoi sert le jeton.', contracts.CreateAccessToken.shape.name, ''],
  ['Un nombre entier, par exemple 20.', contracts.AuditFilter.shape.limit, 'abc'],
  ['Cette date n’est pas valable.', contracts.AuditFilter.shape.from, 'hier'],
  ['Un nombre entier, par exemple 20.', contracts.SetLimits.shape.vms, 1.5],
  ['Zéro ou plus.', contracts.SetLimits.shape.vms, -1],
  ['1 caractère au moins.', contracts.GuestPassword, ''],
])('says %s', (sentence, schema, value) => {
  expect(sentenceOf(schema as z.ZodType, value)).toBe(sentence);
});

it('gives a limit its unit', () => {
  const issue = (field: string, limit: number) =>
    ({ code: 'custom', path: ['want', field], message: 'wish.not-larger', params: { limit } }) as never;
  expect(describeIssue(issue('memoryMiB', 16384), 'fr')).toBe(
    'Demandez plus que ce que vous avez (16\u00a0Gio).',
  );
  expect(describeIssue(issue('memoryMiB', 1536), 'en')).toBe('Ask for more than you have (1.5\u00a0GiB).');
  expect(describeIssue(issue('memoryMiB', 512), 'fr')).toContain('512\u00a0Mio');
  expect(describeIssue(issue('vms', 4), 'fr')).toContain('(4)');
});
