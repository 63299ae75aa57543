// The second half of `npm start`, on our own Node: host, box, build, then the API with the portal on one port.
import { mainOf, become } from './child.mjs';
import { bakeBoxes } from './boxes.mjs';
import { build } from './build.mjs';
import { environment, FAKE_WORLD } from './environment.mjs';
import { inLibvirtGroup, prepareHost } from './host.mjs';
import { API, NODE, ROOT } from './places.mjs';

await mainOf(async () => {
  process.chdir(ROOT);
  const { dataDir, fake, storagePool } = await environment(process.argv.includes('--fake'));
  if (!fake) {
    await prepareHost({ storagePool });
    await bakeBoxes(dataDir);
  }
  await build();
  const command = [NODE, '--enable-source-maps', API];
  const [program, ...args] = fake ? command : inLibvirtGroup(command);
  await become(program, args, { env: fake ? FAKE_WORLD : {} });
});
