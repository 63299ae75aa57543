import { homeOf, safeReturnUrl } from './landing';

it('everyone lands on what is theirs', () => {
  expect((['student', 'teacher', 'admin'] as const).map((role) => homeOf({ role }))).toEqual([
    '/machines',
    '/classes',
    '/administration',
  ]);
  expect(homeOf(null)).toBe('/connexion');
});

describe('the address to go to after sign-in', () => {
  it.each(['/machines', '/machines/42/activite', '/toutes?q=web&etat=running#bas'])('keeps %s', (wanted) => {
    expect(safeReturnUrl(wanted, '/classes')).toBe(wanted);
  });

  it.each([
    undefined,
    null,
    '',
    'machines',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/a\n//evil.example',
    'javascript:alert(1)',
    '/connexion?retour=/connexion',
  ])('never leaves the portal for %j', (wanted) => {
    expect(safeReturnUrl(wanted, '/classes')).toBe('/classes');
  });

  it('resolves dots inside the portal', () => {
    expect(safeReturnUrl('/machines/../toutes', '/classes')).toBe('/toutes');
  });
});
