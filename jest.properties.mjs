// Properties try the same cases at every change, so that a merge fails for what it changes; `npm run test:random` looks for others,
// many more of them, and a failure tells the seed that brings them again.
import fc from 'fast-check';

const { PROPERTY_SEED: seed = '20261127', PROPERTY_RUNS: runs = '100' } = process.env;

fc.configureGlobal({ seed: seed === 'random' ? Date.now() % 2 ** 31 : Number(seed), numRuns: Number(runs) });
