import { TextInterpolation } from './texts';

const put = (value: string, params: Record<string, unknown>) =>
  new TextInterpolation().transpile({ value, params, translation: {}, key: 'any' });

it('elides "de" and "que" before a vowel or a mute h, and nowhere else', () => {
  expect(put('Quota de {{name}}', { name: 'Élodie' })).toBe('Quota d’Élodie');
  expect(put('Ce que {{ person }} utilise', { person: 'Hugo' })).toBe('Ce qu’Hugo utilise');
  expect(put('De {{name}} à {{other}}', { name: 'Inès', other: 'Alice' })).toBe('D’Inès à Alice');
  expect(put('Quota de {{name}}', { name: 'Hamza' })).toBe('Quota de Hamza');
  expect(put('Le monde {{name}}', { name: 'entier' })).toBe('Le monde entier');
});

it('puts a name with braces in it as it is', () => {
  expect(put('Quotas du groupe {{name}}', { name: '{{name}} $& {{product}}' })).toBe(
    'Quotas du groupe {{name}} $& {{product}}',
  );
});

it('leaves an unknown value out, and writes zero', () => {
  expect(put('{{count}} sur {{total}}', { count: 0 })).toBe('0 sur ');
});
