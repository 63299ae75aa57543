import { fromField, toField } from './limit-fields';

describe('a limit in a field', () => {
  it('has memory in GiB, with a comma or a point', () => {
    expect(toField('memoryMiB', 12288)).toBe('12');
    expect(toField('runningMemoryMiB', 512)).toBe('0.5');
    expect(fromField('memoryMiB', '1,5')).toBe(1536);
    expect(fromField('runningMemoryMiB', '0.5')).toBe(512);
  });
  it('is nothing where there is no limit', () => {
    expect(toField('vms', null)).toBe('');
    expect(fromField('vms', ' ')).toBeNull();
  });
  it('refuses what is no amount', () => {
    expect([fromField('vms', '-1'), fromField('vms', '1,5'), fromField('diskGiB', 'beaucoup')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(fromField('vms', '0')).toBe(0);
  });
});
