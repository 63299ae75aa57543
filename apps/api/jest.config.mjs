import preset from '../../jest.preset.mjs';

// The first start of a database takes seconds on a busy machine.
export default { ...preset, displayName: 'api', testTimeout: 60_000 };
