import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './child.mjs';
import { NX, ROOT } from './places.mjs';

/** Both apps; what has not changed comes from Nx's cache. */
export async function build() {
  mkdirSync(join(ROOT, 'var'), { recursive: true });
  console.log('Building portal and API… (var/build.log)');
  await runQuietly(
    NX,
    ['run-many', '-t', 'build', '-p', 'api', 'portal', '--output-style=stream-without-prefixes'],
    join(ROOT, 'var/build.log'),
    // No process of Nx's stays behind.
    { env: { NX_DAEMON: 'false', NX_TUI: 'false' } },
  );
}
