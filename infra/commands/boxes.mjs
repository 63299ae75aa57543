import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './child.mjs';
import { asRoot } from './host.mjs';
import { ROOT } from './places.mjs';

const TEMPLATES = ['debian-server'];

/** The boxes of today's recipes that a first machine needs, baked when a recipe has changed. */
export async function bakeBoxes(dataDir) {
  for (const template of TEMPLATES) await bakeBox(dataDir, template);
}

/** One box, unless the folder has it; with `--try` only if it starts as it should. */
export async function bakeBox(dataDir, template, ...options) {
  const out = join(dataDir, 'boxes');
  mkdirSync(out, { recursive: true });
  const script = join(ROOT, 'infra/vm-templates/bake.sh');
  const [program, ...args] = asRoot([script, template, '--out', out, ...options]);
  await run(program, args);
}
