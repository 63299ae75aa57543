import { sampleRequest } from '../testing/sample-quota';
import { isOvertaken, prolongedUntil, sorted, withRequest } from './request-lists';

const first = sampleRequest({
  id: '00000000-0000-4000-8550-000000000001',
  createdAt: '2026-11-01T10:00:00.000Z',
});
const second = sampleRequest({
  id: '00000000-0000-4000-8550-000000000002',
  createdAt: '2026-11-02T10:00:00.000Z',
});
const ids = (requests: { id: string }[]) => requests.map(({ id }) => id);

describe('the list of requests', () => {
  it('changes a request in its place and puts a new one in front', () => {
    const rejected = { ...first, state: 'rejected' as const };
    expect(withRequest([second, first], rejected)).toEqual([second, rejected]);
    expect(ids(withRequest([first], second))).toEqual([second.id, first.id]);
  });
  it('has the one that waits longest first', () => {
    expect(ids(sorted([second, first], new Set()).waiting)).toEqual([first.id, second.id]);
  });
  it('keeps in its place what a colleague decides meanwhile, and files it next time', () => {
    const decided = { ...first, state: 'approved' as const, decidedAt: '2026-11-03T10:00:00.000Z' };
    expect(ids(sorted([second, decided], new Set([first.id])).waiting)).toEqual([first.id, second.id]);
    expect(ids(sorted([second, decided], new Set()).over)).toEqual([first.id]);
  });
});

describe('a request for a larger quota', () => {
  const wish = (want: object, effective: object) =>
    sampleRequest({ vm: null, want, effective: { ...sampleRequest().effective, ...effective } });

  it('is overtaken once the quota is as large in all that it asks for', () => {
    expect(isOvertaken(wish({ vms: 8 }, { vms: 10 }))).toBe(true);
    expect(isOvertaken(wish({ vms: 8, vcpus: 12 }, { vms: 8, vcpus: null }))).toBe(true);
    expect(isOvertaken(wish({ vms: 8, vcpus: 12 }, { vms: 300, vcpus: 8 }))).toBe(false);
  });
  it('for one machine is never, whatever the quota', () => {
    expect(isOvertaken({ ...wish({ vcpus: 1 }, { vcpus: 100 }), vm: sampleRequest().vm })).toBe(false);
  });
});

describe('the end date', () => {
  const granted = sampleRequest({
    state: 'approved',
    decidedAt: '2026-11-01T10:00:00.000Z',
    grantedUntil: '2026-11-15T10:00:00.000Z',
  });
  it('moves by as long again as was granted', () => {
    expect(prolongedUntil(granted, Date.parse('2026-11-14T10:00:00.000Z'))).toBe('2026-11-29T10:00:00.000Z');
  });
  it('moves by a week at least', () => {
    const short = { ...granted, grantedUntil: '2026-11-02T10:00:00.000Z' };
    expect(prolongedUntil(short, Date.parse('2026-11-02T09:00:00.000Z'))).toBe('2026-11-09T10:00:00.000Z');
  });
});
