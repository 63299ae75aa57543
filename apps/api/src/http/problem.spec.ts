import { describe, expect, it } from '@jest/globals';
import { Problem, ProblemCode } from '@vm-manager/contracts';
import * as z from 'zod';
import { checked } from './checked.js';
import { ProblemError } from './problem-error.js';
import { toProblem } from './problem.js';

const invalid = (schema: z.ZodType, value: unknown) => {
  try {
    checked(schema, value);
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

  it('names the quota that is exceeded', () => {
    const params = { level: 'group', dimension: 'memoryMiB', used: 6144, asked: 4096, left: 2048 };
    expect(toProblem({ code: 'quota-exceeded', params }, 'en').detail).toContain(
      'memory (MiB): 4096 asked for, 6144 used already, 2048 left by the group’s budget',
    );
  });

  it('points to the fields that are wrong, in the reader’s words', () => {
    const error = invalid(z.object({ name: z.string(), 'a/b': z.object({ size: z.int() }) }), {
      'a/b': { size: 'x' },
    });
    const { errors } = toProblem(error, 'en');
    expect(errors?.map(({ pointer }) => pointer)).toEqual(['/name', '/a~1b/size']);
    expect(errors?.[0]?.detail).toBe('This field is required.');
    expect(errors?.[1]?.detail).toContain('string');
    expect(toProblem(error, 'fr').errors?.[0]?.detail).toBe('Ce champ est obligatoire.');
  });

  it('does not carry what was typed: it may be a password', () => {
    expect(
      JSON.stringify(invalid(z.object({ password: z.string().min(50) }), { password: 'hunter2' }).errors),
    ).not.toContain('hunter2');
  });
});
