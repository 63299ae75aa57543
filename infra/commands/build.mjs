import { run } from './child.mjs';
import { NX } from './places.mjs';

/** Both apps; what has not changed comes from Nx's cache. */
export async function build() {
  await run(
    NX,
    ['run-many', '-t', 'build', '-p', 'api', 'portal', '--output-style=stream-without-prefixes'],
    {
      // No process of Nx's stays behind.
      env: { NX_DAEMON: 'false', NX_TUI: 'false' },
    },
  );
}
