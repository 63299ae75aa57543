import { describe, expect, it } from '@jest/globals';
import { NEVER } from 'rxjs';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { waitFor } from './wait-for.js';

const options = (forMs: number) => ({
  vmId: 'vm',
  changes: NEVER,
  until: performance.now() + forMs,
  signal: new AbortController().signal,
});

describe('waiting for a VM', () => {
  it('goes on while libvirt is away', async () => {
    let looks = 0;
    const condition = async () => {
      if (++looks === 1) throw new ProblemError('libvirt-unavailable');
      return true;
    };
    expect(await waitFor(condition, options(10_000))).toBe(true);
  });
  it('gives up in time when libvirt stays away', async () => {
    const condition = () => Promise.reject(new ProblemError('libvirt-unavailable'));
    expect(await waitFor(condition, options(0))).toBe(false);
  });
  it('ends with any other failure', async () => {
    const condition = () => Promise.reject(new ProblemError('not-found'));
    await expect(waitFor(condition, options(10_000))).rejects.toMatchObject({ code: 'not-found' });
  });
});
