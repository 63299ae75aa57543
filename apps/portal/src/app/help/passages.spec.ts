import type { Guide } from './guide';
import { passagesWith, textsOf } from './passages';

const section = (title: string, html: string) => ({
  id: title.toLowerCase(),
  level: 2 as const,
  title,
  html,
});
const GUIDES: Guide[] = [
  {
    name: 'guide-etudiant',
    title: 'Guide',
    sections: [
      section('Accueil', `<p>${'Avant. '.repeat(40)}Une machine <strong>éteinte</strong> peut démarrer.</p>`),
      section('Démarrer', '<p>« Éteindre » arrête.</p>'),
    ],
  },
];
const search = (typed: string) => passagesWith(typed, textsOf(GUIDES));

describe('a search in the guides', () => {
  it('finds words without accents or capitals, those of headings first', () => {
    expect(search('DEMARRER').map(({ title }) => title)).toEqual(['Démarrer', 'Accueil']);
    expect(search('machine eteinte').map(({ title }) => title)).toEqual(['Accueil']);
    expect(search('introuvable')).toEqual([]);
  });

  it('shows the words around what it found, as they are written and without marks', () => {
    const [passage] = search('eteinte');
    expect(passage?.found).toBe('éteinte');
    expect(passage?.before).toMatch(/^… .*Une machine $/);
    expect(passage?.after).toBe(' peut démarrer.');
  });

  it('shows how a section begins where only its heading was found', () => {
    expect(search('accueil')[0]).toMatchObject({ before: '', found: '' });
    expect(search('accueil')[0]?.after).toMatch(/^Avant\. .* …$/);
  });
});
