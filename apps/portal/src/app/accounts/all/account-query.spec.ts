import { isFiltered, readView, toQuery } from './account-query';

const none = {
  search: undefined,
  role: undefined,
  source: undefined,
  state: undefined,
  sort: undefined,
  order: undefined,
};

describe('the list of accounts in the URL', () => {
  it('asks for everyone by name when it says nothing', () => {
    const view = readView(none);
    expect(toQuery(view)).toEqual({ sort: 'displayName', order: 'asc' });
    expect(isFiltered(view)).toBe(false);
  });
  it('hands filters and order on to the API', () => {
    const view = readView({
      ...none,
      search: ' dur ',
      role: 'teacher',
      state: 'left',
      sort: 'lastSignInAt',
      order: 'desc',
    });
    expect(toQuery(view)).toEqual({
      search: 'dur',
      role: 'teacher',
      state: 'left',
      sort: 'lastSignInAt',
      order: 'desc',
    });
    expect(isFiltered(view)).toBe(true);
  });
  it('drops what the API would refuse', () => {
    const view = readView({
      ...none,
      role: 'root',
      state: 'dormant',
      sort: 'password',
      search: 'x'.repeat(500),
    });
    expect(toQuery(view)).toEqual({ search: 'x'.repeat(200), sort: 'displayName', order: 'asc' });
  });
});
