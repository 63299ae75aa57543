// The second half of `npm start`, on our own Node: host, box, build, then the API with the portal on one port.
import { setTimeout as pause } from 'node:timers/promises';
import { seed } from '../seeds/seed.mjs';
import { mainOf, become } from './child.mjs';
import { bakeBoxes } from './boxes.mjs';
import { build } from './build.mjs';
import { environment, FAKE_WORLD, seededWorld } from './environment.mjs';
import { inLibvirtGroup, prepareHost } from './host.mjs';
import { API, NODE, ROOT } from './places.mjs';

await mainOf(async () => {
  process.chdir(ROOT);
  const { dataDir, fake, storagePool } = await environment(process.argv.includes('--fake'));
  if (!fake) {
    await prepareHost({ storagePool });
    await bakeBoxes(dataDir);
  }
  const seeded = fake && (await seededWorld(process.argv));
  await build();
  const command = [NODE, '--enable-source-maps', API];
  const [program, ...args] = fake ? command : inLibvirtGroup(command);
  if (seeded) void fill(seeded.seed);
  await become(program, args, { env: seeded ? seeded.env : fake ? FAKE_WORLD : {} });
});

/** Beside the portal, as soon as that answers. */
async function fill(wanted) {
  try {
    while (!(await fetch(`${wanted.url}/api/health/ready`).catch(() => null))?.ok) await pause(200);
    console.log('Its school is made now, or looked for: a minute the first time…');
    await seed(wanted);
    console.log(`The school is there: ${wanted.url}, everybody's password is "${wanted.password}".`);
  } catch (error) {
    console.error(`The school is not whole: ${error.message}`);
  }
}
