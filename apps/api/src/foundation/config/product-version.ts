import { readFileSync } from 'node:fs';
import { fromProjectRoot } from './project-root.js';

const { version } = JSON.parse(readFileSync(fromProjectRoot('package.json'), 'utf8')) as {
  version: string;
};

/** The workspace's version: portal and API are released together. */
export const PRODUCT_VERSION = version;
