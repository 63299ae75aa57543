import { startOfSchoolDay } from '@vm-manager/contracts';
import { isFiltered, readView, toQuery } from './audit-query';

const school = {
  startOf: (day: string, later?: number) => startOfSchoolDay(day, 'Europe/Paris', later),
};

const none = {
  person: undefined,
  kind: undefined,
  action: undefined,
  outcome: undefined,
  from: undefined,
  to: undefined,
};

describe('the audit log in the URL', () => {
  it('asks for everything when it says nothing', () => {
    expect(toQuery(readView(none), school)).toEqual({});
    expect(isFiltered(readView(none))).toBe(false);
  });
  it('takes whole days, the last one included', () => {
    const { from, to } = toQuery(readView({ ...none, from: '2026-11-05', to: '2026-11-05' }), school);
    expect([from, to]).toEqual(['2026-11-04T23:00:00.000Z', '2026-11-05T23:00:00.000Z']);
  });
  it('asks for the action alone when it is of the kind, and for the kind when it is not', () => {
    const both = readView({ ...none, kind: 'vm', action: 'vm.start' });
    expect(toQuery(both, school)).toEqual({ action: 'vm.start' });
    const odd = readView({ ...none, kind: 'group', action: 'vm.start' });
    expect(toQuery(odd, school)).toEqual({ kind: 'group' });
  });
  it('drops what the API would refuse', () => {
    const view = readView({
      ...none,
      kind: 'cat',
      action: 'vm.fly',
      outcome: 'maybe',
      from: 'hier',
      to: '2026-99-99',
    });
    expect(toQuery(view, school)).toEqual({});
  });
});
