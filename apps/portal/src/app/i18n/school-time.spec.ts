import { TestBed } from '@angular/core/testing';
import { exactDay } from './format';
import { SchoolTime } from './school-time';

describe('a day that someone picks', () => {
  it.each(['Europe/Paris', 'Indian/Reunion', 'America/Martinique'])(
    'in a school of %s is the day that everyone reads, wherever their browser is',
    (zone) => {
      const school = TestBed.inject(SchoolTime);
      school.zone.set(zone);
      for (const day of ['2026-12-15', '2026-03-29', '2026-10-25']) {
        const until = school.endOf(day);
        expect(school.dayOf(until)).toBe(day);
        expect(exactDay(until, 'fr', zone)).toContain(String(Number(day.slice(-2))));
      }
    },
  );
});
