import { startOfSchoolDay } from '@vm-manager/contracts';
import { type AuditView, FILTERS, toQuery } from './audit-query';

const school = {
  startOf: (day: string, later?: number) => startOfSchoolDay(day, 'Europe/Paris', later),
};
const none: AuditView = {
  person: '',
  kind: undefined,
  action: undefined,
  outcome: undefined,
  from: undefined,
  to: undefined,
};

describe('the audit log in the URL', () => {
  it('asks for everything when it says nothing', () => {
    expect(toQuery(none, school)).toEqual({});
  });
  it('takes whole days, the last one included', () => {
    const { from, to } = toQuery({ ...none, from: '2026-11-05', to: '2026-11-05' }, school);
    expect([from, to]).toEqual(['2026-11-04T23:00:00.000Z', '2026-11-05T23:00:00.000Z']);
  });
  it('asks for the action alone when it is of the kind, and for the kind when it is not', () => {
    expect(toQuery({ ...none, kind: 'vm', action: 'vm.start' }, school)).toEqual({ action: 'vm.start' });
    expect(toQuery({ ...none, kind: 'group', action: 'vm.start' }, school)).toEqual({ kind: 'group' });
  });
  it('drops what the API would refuse', () => {
    const { kind, action, outcome, from, to } = FILTERS;
    const read = [kind('cat'), action('vm.fly'), outcome('maybe'), from('hier'), to('2026-99-99')];
    expect(read).toEqual(Array.from({ length: 5 }, () => undefined));
  });
});
