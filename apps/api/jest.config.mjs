export default {
  preset: '../../jest.preset.mjs',
  displayName: 'api',
  // Contracts as they are, without a build.
  // The first start of a database takes seconds on a busy machine.
  testTimeout: 60_000,
  // Each waits for its own database half of the time: a worker for every core, where Jest would leave one idle.
  maxWorkers: '100%',
  // Modules of a spec stay in a worker's memory: one that had most of the specs died at 4 GB.
  workerIdleMemoryLimit: '1500MB',
};
