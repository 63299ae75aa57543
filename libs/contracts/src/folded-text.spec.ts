import { describe, expect, it } from '@jest/globals';
import { foldedText, mentionsAll } from './folded-text.js';

describe('a folded text', () => {
  it.each([
    ['Ana Dvořák', 'ana dvorak'],
    ['Łukasz Żółć', 'lukasz zolc'],
    ['É', 'e'],
    ['E\u0301', 'e'],
    ['L’Élan', "l'elan"],
    ['D`Arc', "d'arc"],
    ['Straße', 'strasse'],
    ['ŒUVRE', 'oeuvre'],
    ['İzmir ısı', 'izmir isi'],
    ['ﬁn Ⅳ', 'fin iv'],
    ['Jean\u2011Luc', 'jean-luc'],
    ['Nguyễn', 'nguyen'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['a\u200bb\u00adc', 'abc'],
    ['Ωmega Жук', 'ωmega жук'],
  ])('%j is compared as %j', (text, folded) => {
    expect(foldedText(text)).toBe(folded);
    expect(foldedText(folded)).toBe(folded);
  });

  it('is found by its words in any order', () => {
    expect(mentionsAll('Marie Curie', 'Curie Marie')).toBe(true);
    expect(mentionsAll('Élodie Dvořák', 'DVORAK elo')).toBe(true);
    expect(mentionsAll('Marie Curie', 'Curie Pierre')).toBe(false);
    expect(mentionsAll('Marie', '  ')).toBe(true);
  });
});
