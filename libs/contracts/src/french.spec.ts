import { expect, it } from '@jest/globals';
import { french, isElidedBefore, of } from './french.js';

it('puts the spaces of French typography where any space was written', () => {
  expect(french('Langue : « fr » ; vraiment ?')).toBe(
    'Langue\u00a0: «\u00a0fr\u00a0»\u202f; vraiment\u202f?',
  );
  expect(french('prêt\u202f: «\u202fweb1\u202f»\u00a0!')).toBe('prêt\u00a0: «\u00a0web1\u00a0»\u202f!');
});

it('leaves addresses, times and what is right already', () => {
  const right = 'À 12:30, http://[::1]:3000/?a=b\u00a0: «\u00a0oui\u00a0»\u202f!';
  expect(french(right)).toBe(right);
});

it.each([
  'Alice',
  'Élodie',
  'E\u0301lodie',
  'inès',
  'Œdipe',
  'Yves',
  'Hugo',
  'hélène',
  'Honoré',
  'akaci',
  'ad-dc1',
])('elides before %s', (name) => {
  expect(of(name)).toBe(`d’${name}`);
});

it.each(['Camille', 'Yann', 'Youssef', 'Hamza', 'Hassan', 'web1', '11', '« web1 »', ''])(
  'keeps the e before %s',
  (name) => {
    expect(isElidedBefore(name)).toBe(false);
  },
);
