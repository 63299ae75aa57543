import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** The Node that the product runs on: it comes with the npm packages, whatever the machine has. */
export const NODE = join(ROOT, 'node_modules/.bin/node');
export const NX = join(ROOT, 'node_modules/.bin/nx');
export const API = join(ROOT, 'apps/api/dist/main.js');
