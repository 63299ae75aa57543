import { homeOf } from './home';

it('everyone lands on what is theirs', () => {
  expect((['student', 'teacher', 'admin'] as const).map((role) => homeOf({ role }))).toEqual([
    '/machines',
    '/classes',
    '/administration',
  ]);
  expect(homeOf(null)).toBe('/connexion');
});
