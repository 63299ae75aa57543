import { access, constants, stat, statfs } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { TemplateFile } from '@vm-manager/contracts';
import { BakeRefusal } from './bake-refusal.js';
import { readDiscImage, type DiscImage } from './disc-image.js';
import { UEFI_CODE, UEFI_VARIABLES } from './qemu-arguments.js';

const GIB = 2 ** 30;
const PATHS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
/** Where a bake's programs are looked for; they inherit nothing else. */
export const PATH = PATHS.join(delimiter);

/** Each program and the Debian package that has it. */
const PROGRAMS = {
  'qemu-system-x86_64': 'qemu-system-x86',
  'qemu-img': 'qemu-utils',
  xorriso: 'xorriso',
};

export interface BakeFiles {
  iso: string;
  virtio: string;
  openssh: string | null;
}

/** Everything that can be known before anything starts. Resolves with what Windows' disc says of itself. */
export async function checkBake(
  files: BakeFiles,
  hardware: TemplateFile['hardware'],
  { out, neededGiB }: { out: string; neededGiB: number },
): Promise<DiscImage> {
  const windows = await discAt('--iso', files.iso);
  const drivers = await discAt('--virtio', files.virtio);
  const isVirtio = ({ label }: DiscImage) => /^virtio-win/i.test(label);
  if (isVirtio(windows)) throw new BakeRefusal(`--iso: ${files.iso} holds the virtio drivers, not Windows.`);
  if (!windows.bootable) throw new BakeRefusal(`--iso: no computer starts from ${files.iso}.`);
  if (!windows.udf)
    throw new BakeRefusal(`--iso: ${files.iso} is not Windows’: it is a disc called “${windows.label}”.`);
  if (!isVirtio(drivers))
    throw new BakeRefusal(
      `--virtio: ${files.virtio} is a disc called “${drivers.label}”; that of the virtio drivers is called “virtio-win-…”.`,
    );
  if (files.openssh !== null) await regularFile('--openssh', files.openssh);
  await checkPrograms(hardware);
  const { bavail, bsize } = await statfs(out);
  const freeGiB = Math.floor((bavail * bsize) / GIB);
  if (freeGiB < neededGiB)
    throw new BakeRefusal(`${neededGiB} GiB of free space are needed in ${out}, there are ${freeGiB} GiB.`);
  return windows;
}

async function regularFile(option: string, file: string): Promise<void> {
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : error.message;
    throw new BakeRefusal(`${option}: ${file}: ${why}.`);
  });
  if (!found.isFile()) throw new BakeRefusal(`${option}: ${file} is not a file.`);
}

async function discAt(option: string, file: string): Promise<DiscImage> {
  await regularFile(option, file);
  const disc = await readDiscImage(file).catch((error: Error) => {
    throw new BakeRefusal(`${option}: ${file} cannot be read: ${error.message}.`);
  });
  if (!disc) throw new BakeRefusal(`${option}: ${file} is not the image of a disc (ISO).`);
  return disc;
}

async function checkPrograms({ firmware, tpm }: TemplateFile['hardware']): Promise<void> {
  const missing: string[] = [];
  for (const [program, debianPackage] of Object.entries({ ...PROGRAMS, ...(tpm && { swtpm: 'swtpm' }) }))
    if (!(await isInstalled(program))) missing.push(debianPackage);
  if (firmware === 'uefi' && !(await areThere(UEFI_CODE, UEFI_VARIABLES))) missing.push('ovmf');
  if (missing.length > 0)
    throw new BakeRefusal(
      `Not installed: ${missing.join(', ')}. Install what is missing: sudo apt-get install ${missing.join(' ')}`,
    );
}

const isInstalled = async (program: string) =>
  (await Promise.all(PATHS.map((folder) => areThere(join(folder, program))))).includes(true);

const areThere = (...files: string[]) =>
  Promise.all(files.map((file) => access(file, constants.R_OK))).then(
    () => true,
    () => false,
  );
