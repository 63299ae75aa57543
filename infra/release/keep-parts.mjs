// Tabs that are open go on asking for the parts of the version they began with: a release that is unpacked gets those of the
// one it follows, as a new build of a clone keeps those of the build before.
//
//   keep-parts.mjs <release that runs> <release that follows>
import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keepFormer } from '../../apps/portal/build/former-parts.mjs';

const [before, after] = process.argv.slice(2).map((release) => join(release, 'apps/portal/dist'));
const both = `${after}.new`;
await rm(both, { recursive: true, force: true });
await cp(before, both, { recursive: true, preserveTimestamps: true });
await keepFormer(both, after);
await cp(after, both, { recursive: true, preserveTimestamps: true });
await rm(after, { recursive: true });
await rename(both, after);
