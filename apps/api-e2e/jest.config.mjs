export default {
  preset: '../../jest.preset.mjs',
  displayName: 'api-e2e',
  // Contracts as they are, without a build.
  testEnvironmentOptions: { customExportConditions: ['@vm-manager/source', 'node', 'node-addons'] },
  testTimeout: 240_000,
  // The stories mostly wait for machines.
  maxWorkers: 3,
  // Each is a command of its own.
  testPathIgnorePatterns: ['/src/long/'],
};
