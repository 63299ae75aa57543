export default {
  preset: '../../jest.preset.mjs',
  displayName: 'api',
  // Contracts as they are, without a build.
  // The first start of a database takes seconds on a busy machine.
  testTimeout: 60_000,
  // Each waits for its own database half of the time: a worker for every core, where Jest would leave one idle.
  maxWorkers: '100%',
};
