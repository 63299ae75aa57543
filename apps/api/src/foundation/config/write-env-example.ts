import { writeFileSync } from 'node:fs';
import { envExample } from './env-example.js';
import { fromProjectRoot } from './project-root.js';

writeFileSync(fromProjectRoot('.env.example'), envExample());
