import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal, run } from './child.mjs';
import { NODE, ROOT } from './places.mjs';

const MARK = join(ROOT, 'node_modules/.vm-manager-lock');

/** npm writes its own account of node_modules last, so one that is newer than the lock file stands for all of it. */
function installedByHand() {
  const account = join(ROOT, 'node_modules/.package-lock.json');
  return (
    existsSync(account) && statSync(account).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs
  );
}

/** `npm ci`, unless node_modules is what the lock file says. Runs on any Node from 18 on. */
export async function ensureNodePackages() {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch))
    throw new Refusal(
      `VM Manager runs on Linux on x64 or arm64; this is ${process.platform} on ${process.arch}.`,
    );
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  if (existsSync(NODE) && ((existsSync(MARK) && readFileSync(MARK, 'utf8') === wanted) || installedByHand()))
    return;
  console.log('Installing the npm packages (1 to 2 minutes)…');
  await run('npm', ['ci', '--no-progress'], { cwd: ROOT });
  if (!existsSync(NODE))
    throw new Refusal('npm left out node-linux-*; are optional packages switched off (npm config get omit)?');
  writeFileSync(MARK, wanted);
}
