import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child.mjs';
import { asRoot } from './host.mjs';
import { ROOT } from './places.mjs';

const TEMPLATES = ['debian-server'];

/** The boxes of today's recipes, baked when a recipe has changed. */
export async function bakeBoxes(dataDir) {
  const out = join(dataDir, 'boxes');
  mkdirSync(out, { recursive: true });
  for (const template of TEMPLATES) {
    const [program, ...args] = asRoot([join(ROOT, 'infra/vm-templates/bake.sh'), template, '--out', out]);
    await run(program, args);
  }
}
