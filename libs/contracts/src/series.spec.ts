import { describe, expect, it } from '@jest/globals';
import { CreateSeries, createSeriesFor, NamePattern, seriesNameOf, vmNameFor } from './series.js';

const WISH = {
  groupId: '00000000-0000-4000-8000-000000000001',
  templateId: 'debian-server',
  namePattern: 'tp3-{login}',
  passwords: 'random',
};
const limits = (min: number, max: number) => ({ min, default: min, max });
const TEMPLATE = {
  sizes: { vcpus: limits(1, 4), memoryMiB: limits(512, 8192), diskGiB: limits(10, 60) },
  passwordRules: { minLength: 6, maxLength: 127, uppercase: false, lowercase: false, digit: false },
};

describe('the name pattern of a series', () => {
  it.each(['tp3-{login}', '{login}.tp3', 'serveur', ' tp3-{login} '])('may be “%s”', (pattern) => {
    expect(NamePattern.safeParse(pattern).success).toBe(true);
  });

  it.each(['', 'tp_{login}', 'tp3-{nom}', 'tp3-', '{login}-', 'x'.repeat(63) + '{login}', 'localhost'])(
    'is checked as the name of a VM: not “%s”',
    (pattern) => {
      const { error } = NamePattern.safeParse(pattern);
      expect(error?.issues).toHaveLength(1);
    },
  );

  it('gives each student a name, and the series its own', () => {
    expect(vmNameFor('tp3-{login}', 'alice')).toBe('tp3-alice');
    const names = ['tp3-{login}', '{login}-tp3', 'a-{login}-b', '{login}', 'dns'].map(seriesNameOf);
    expect(names).toEqual(['tp3', 'tp3', 'a-b', '{login}', 'dns']);
  });
});

describe('the request for a series', () => {
  it('follows nobody and starts its machines unless it says so', () => {
    expect(CreateSeries.parse(WISH)).toMatchObject({ followMembers: false, start: true, dryRun: false });
  });

  it('keeps to the sizes and the password rules of the template', () => {
    const fits = (change: object) => createSeriesFor(TEMPLATE).safeParse({ ...WISH, ...change }).success;
    expect(fits({})).toBe(true);
    expect(fits({ memoryMiB: 100 })).toBe(false);
    expect(fits({ passwords: { password: 'court', rootPassword: 'assez long' } })).toBe(false);
    expect(fits({ passwords: { password: 'assez long', rootPassword: 'assez long' } })).toBe(true);
  });
});
