import { resolve } from 'node:path';

// The compiled file stands in apps/api/dist/foundation/config, its source in apps/api/src/foundation/config: the same distance.
const ROOT = resolve(import.meta.dirname, '../../../../..');

/** A file of the repository, wherever the process was started. */
export const fromProjectRoot = (path: string) => resolve(ROOT, path);
