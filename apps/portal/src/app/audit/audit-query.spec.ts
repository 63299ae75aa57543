import { isFiltered, readView, toQuery } from './audit-query';

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
    expect(toQuery(readView(none))).toEqual({});
    expect(isFiltered(readView(none))).toBe(false);
  });
  it('takes whole days, the last one included', () => {
    const { from, to } = toQuery(readView({ ...none, from: '2026-11-05', to: '2026-11-05' }));
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(86_400_000);
    expect(new Date(from ?? '').getHours()).toBe(0);
  });
  it('asks for the action alone when it is of the kind, and for the kind when it is not', () => {
    const both = readView({ ...none, kind: 'vm', action: 'vm.start' });
    expect(toQuery(both)).toEqual({ action: 'vm.start' });
    const odd = readView({ ...none, kind: 'group', action: 'vm.start' });
    expect(toQuery(odd)).toEqual({ kind: 'group' });
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
    expect(toQuery(view)).toEqual({});
  });
});
