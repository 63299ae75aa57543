import { duration, relativeTime } from './format';

const now = Date.parse('2026-11-10T12:00:00.000Z');
const before = (seconds: number) => relativeTime(new Date(now - seconds * 1000).toISOString(), now, 'fr');

describe('times as people say them', () => {
  it('are as coarse as they are far', () => {
    expect([before(20), before(150), before(7300), before(86_400 * 3)]).toEqual([
      'à l’instant',
      'il y a 2 minutes',
      'il y a 2 heures',
      'il y a 3 jours',
    ]);
  });
  it('count seconds, then minutes', () => {
    expect([duration(45, 'fr'), duration(65, 'fr'), duration(480, 'fr'), duration(480, 'en')]).toEqual([
      expect.stringMatching(/^45\ss$/),
      expect.stringMatching(/^1\sminute$/),
      expect.stringMatching(/^8\sminutes$/),
      '8 minutes',
    ]);
  });
});
