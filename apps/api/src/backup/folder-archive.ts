import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { create, extract } from 'tar';

/** All that is in a folder, as a tar; it is made when it is not there, as the first VM would. */
export async function packed(folder: string): Promise<Readable> {
  await mkdir(folder, { recursive: true });
  return Readable.from(create({ cwd: folder, portable: false }, ['.']) as AsyncIterable<Buffer>);
}

/** Puts an archive's files into a folder; `keep` leaves alone what is there already. */
export async function unpack(archive: Readable, folder: string, { keep }: { keep: boolean }): Promise<void> {
  await mkdir(folder, { recursive: true });
  await pipeline(archive, extract({ cwd: folder, keep, preserveOwner: process.getuid?.() === 0 }));
}

/** Puts the folder of one VM into that of another, whose id it then has. */
export async function unpackMachineFolder(
  archive: Readable,
  { from, to, vmId }: { from: string; to: string; vmId: string },
): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o750 });
  const prefix = `./${from}/`;
  const strip = prefix.split('/').length - 1;
  const filter = (path: string) => path.startsWith(prefix);
  await pipeline(archive, extract({ cwd: to, strip, filter, preserveOwner: process.getuid?.() === 0 }));
  const file = join(to, 'vm.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text !== null)
    await writeFile(file, `${JSON.stringify({ ...(JSON.parse(text) as object), id: vmId }, null, 2)}\n`);
}
