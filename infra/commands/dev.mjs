// `npm run dev`: API and portal with live reload, on pretended machines unless VMM_ADAPTERS=real.
import { become, mainOf } from './child.mjs';
import { ensureNodePackages } from './node-packages.mjs';
import { FAKE_WORLD } from './environment.mjs';
import { NX } from './places.mjs';

await mainOf(async () => {
  await ensureNodePackages();
  console.log('The portal with live reload: http://127.0.0.1:4200');
  await become(NX, ['run-many', '-t', 'serve', '-p', 'api', 'portal', '--output-style=stream'], {
    env: { NX_DAEMON: 'false', NX_TUI: 'false', ...(process.env.VMM_ADAPTERS === 'real' ? {} : FAKE_WORLD) },
  });
});
