import { describe, expect, it } from '@jest/globals';
import { chosenSizes, isOfferedTo } from './template-choice.js';

const sisr = { id: 'one', name: 'SISR', teaches: false };
const taught = { id: 'two', name: 'SLAM', teaches: true };

describe('a template', () => {
  it('is everyone’s unless its description names groups, of which students and teachers see it', () => {
    expect(isOfferedTo([], {})).toBe(true);
    expect(isOfferedTo([], { groups: ['SISR'] })).toBe(false);
    expect(isOfferedTo([sisr], { groups: ['SISR'] })).toBe(true);
    expect(isOfferedTo([taught], { groups: ['SISR', 'SLAM'] })).toBe(true);
    expect(isOfferedTo([sisr, taught], { groups: [] })).toBe(false);
  });

  it('is whose an administrator chose, whatever its description says', () => {
    const groups = (...groupIds: string[]) => ({ audience: 'groups' as const, groupIds });
    expect(isOfferedTo([], { groups: [] }, { audience: 'everyone', groupIds: [] })).toBe(true);
    expect(isOfferedTo([sisr], { groups: ['SISR'] }, groups('two'))).toBe(false);
    expect(isOfferedTo([taught], {}, groups('gone', 'two'))).toBe(true);
    expect(isOfferedTo([sisr], {}, groups())).toBe(false);
  });

  it('has the chosen sizes as far as its description still allows them', () => {
    const range = (min: number, usual: number, max: number) => ({ min, default: usual, max });
    const sizes = { vcpus: range(1, 2, 4), memoryMiB: range(512, 1024, 2048), diskGiB: range(10, 20, 60) };
    expect(chosenSizes(sizes, null)).toBe(sizes);
    const chosen = { vcpus: range(2, 2, 3), memoryMiB: range(256, 4096, 8192), diskGiB: range(5, 6, 8) };
    expect(chosenSizes(sizes, chosen)).toEqual({
      vcpus: range(2, 2, 3),
      memoryMiB: range(512, 2048, 2048),
      diskGiB: range(10, 10, 10),
    });
  });
});
