import { expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { envExample } from './env-example.js';
import { fromProjectRoot } from './project-root.js';

it('.env.example says what the schema says (npx nx run api:env-example writes it)', async () => {
  expect(await readFile(fromProjectRoot('.env.example'), 'utf8')).toBe(envExample());
});
