import type { Notice } from '@vm-manager/contracts';
import { pictureOf, placeOf, withAllRead, withNotice } from './notice-list';

const notice = (id: string, createdAt: string, change: Partial<Notice> = {}): Notice => ({
  id,
  kind: 'request-approved',
  text: 'Votre demande est acceptée.',
  link: '/demandes/1',
  createdAt,
  readAt: null,
  ...change,
});
const old = notice('a', '2026-11-01T10:00:00.000Z');
const young = notice('b', '2026-11-02T10:00:00.000Z');

describe('the list of notices', () => {
  it('has the newest first, and each once', () => {
    expect(withNotice([old], young)).toEqual([young, old]);
    const read = { ...old, readAt: '2026-11-03T10:00:00.000Z' };
    expect(withNotice([young, old], read)).toEqual([young, read]);
  });
  it('keeps when each was read first', () => {
    const read = { ...old, readAt: '2026-11-01T11:00:00.000Z' };
    expect(withAllRead([young, read], 'now').map(({ readAt }) => readAt)).toEqual(['now', read.readAt]);
  });
  it('shows the screen where help is needed, and no other', () => {
    const call = { ...old, kind: 'help-asked' as const, link: '/machines/0f1e/console' };
    expect(pictureOf(call)).toBe('/api/vms/0f1e/screenshot?width=240');
    expect(pictureOf({ ...call, link: '/machines/../users/console' })).toBeUndefined();
    expect(pictureOf({ ...call, readAt: '2026-11-03T10:00:00.000Z' })).toBeUndefined();
    expect(pictureOf({ ...call, kind: 'vm-brought-back' })).toBeUndefined();
  });
  it('leads to places of the portal only', () => {
    expect(placeOf(old)).toBe('/demandes/1');
    expect(placeOf({ ...old, link: null })).toBeUndefined();
    expect(placeOf({ ...old, link: '//ailleurs.example' })).toBeUndefined();
    expect(placeOf({ ...old, link: 'https://ailleurs.example' })).toBeUndefined();
  });
});
