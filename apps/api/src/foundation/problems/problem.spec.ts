import { describe, expect, it } from '@jest/globals';
import { Problem, ProblemCode, type Language, type ProblemParams } from '@vm-manager/contracts';
import * as z from 'zod';
import { validated } from '../http/validated.js';
import { ProblemError } from './problem-error.js';
import { toProblem } from './problem.js';

const invalid = (schema: z.ZodType, value: unknown) => {
  try {
    validated(schema, value);
  } catch (error) {
    if (error instanceof ProblemError) return error;
  }
  throw new Error('The value was accepted');
};

describe('a problem', () => {
  it.each(ProblemCode.options)('%s has a sentence in both languages, with and without parameters', (code) => {
    const fr = toProblem({ code, params: {} }, 'fr', '/api/vms');
    const en = toProblem({ code, params: {} }, 'en');
    for (const problem of [fr, en]) {
      expect(Problem.parse(problem)).toEqual(problem);
      expect(problem.title + problem.detail).not.toMatch(/undefined|\[object|NaN/);
      expect(problem.detail).toMatch(/[.]$/);
    }
    expect(fr.detail).not.toBe(en.detail);
    // No-break spaces before double punctuation, which a plain one would let begin a line.
    expect(fr.detail).not.toMatch(/ [:;?!»]|« /);
  });

  it('says in a sentence which quota is exceeded, by how much, in units that a person reads', () => {
    const detailOf = (params: ProblemParams, language: Language) =>
      toProblem({ code: 'quota-exceeded', params }, language).detail;
    const memory = { level: 'group', dimension: 'memoryMiB', used: 6144, asked: 1536, limit: 7168 };
    expect(detailOf({ ...memory, group: 'BTS 1' }, 'fr')).toBe(
      'Le budget de mémoire du groupe «\u00a0BTS 1\u00a0» ne suffit pas (utilisé\u00a0: 6 Gio sur 7 Gio\u202f; ' +
        'demandé\u00a0: 1,5 Gio)\u00a0: supprimez une machine ou adressez-vous à votre enseignant.',
    );
    expect(detailOf({ level: 'own', dimension: 'vms', used: 3, asked: 1, limit: 3 }, 'fr')).toBe(
      'Le quota de machines ne suffit pas (utilisé\u00a0: 3 sur 3\u202f; demandé\u00a0: 1)\u00a0: ' +
        'supprimez une machine ou demandez une augmentation.',
    );
    expect(detailOf({ ...memory, used: 0, limit: 1 }, 'fr')).toContain('utilisé\u00a0: 0 Mio sur 1 Mio');
    const running = { level: 'host', dimension: 'runningMemoryMiB', used: 0, asked: 512, limit: 0 };
    expect(detailOf(running, 'en')).toBe(
      'The host is short of memory of running VMs (used: 0 GiB of 0 GiB; asked for: 0.5 GiB): ' +
        'switch a VM off or try again later.',
    );
  });

  it('points to the fields that are wrong, in the reader’s words', () => {
    const error = invalid(z.object({ name: z.string(), 'a/b': z.object({ size: z.int() }) }), {
      'a/b': { size: 'x' },
    });
    const { errors } = toProblem(error, 'en');
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/name', '/a~1b/size']);
    expect(errors?.[0]?.detail).toBe('This field is required.');
    expect(errors?.[1]?.detail).toBe('A whole number, for example 20.');
    expect(toProblem(error, 'fr').errors?.[0]?.detail).toBe('Ce champ est obligatoire.');
  });

  it('does not carry what was typed: it may be a password', () => {
    expect(
      JSON.stringify(invalid(z.object({ password: z.string().min(50) }), { password: 'hunter2' }).errors),
    ).not.toContain('hunter2');
  });
});
