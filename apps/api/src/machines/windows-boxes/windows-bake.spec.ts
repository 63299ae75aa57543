import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tar from 'tar';
import { findMarkedProcesses } from '../../foundation/child-process/marked-processes.js';
import { BAKE_MARK } from './set-up-windows.js';
import { writeStandIn, type StandIn } from './testing/stand-in-disc.js';
import { bakeWindows, type WindowsBake } from './windows-bake.js';

const LABEL = 'SSS_X64FREE_FR-FR_DV9';
const DONE = 'vmm-bake 5 Windows copies itself\r\nvmm-bake 90 sysprep\r\nvmm-bake done\r\n';
const range = (min: number) => ({ min, default: min, max: min });

describe('the bake of a Windows box', () => {
  let folder: string;
  let said: string[];
  let bake: WindowsBake;

  const windows = (disc: Partial<StandIn> = {}) =>
    writeStandIn(bake.files.iso, { label: LABEL, udf: true, says: DONE, ...disc });
  const drivers = (label = 'virtio-win-0.1.271') => writeStandIn(bake.files.virtio, { label });
  const left = async () => (await readdir(bake.out)).sort();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vmm-windows-bake-'));
    said = [];
    const out = join(folder, 'boxes');
    bake = {
      template: {
        box: 'windows-server',
        hardware: { video: 'virtio', tablet: 'usb' },
        sizes: { vcpus: range(1), memoryMiB: range(64), diskGiB: range(1) },
      },
      // A comma and a space are nothing special.
      files: { iso: join(folder, 'windows, 2022.iso'), virtio: join(folder, 'virtio.iso'), openssh: null },
      ...{ language: null, image: 2, productKey: null, out, accelerator: 'tcg', memoryMiB: 64, neededGiB: 0 },
      limit: new AbortController().signal,
      signal: new AbortController().signal,
      say: (line) => said.push(line),
    };
    await windows();
    await drivers();
  });
  afterEach(() => rm(folder, { recursive: true }));

  describe('is refused before anything starts', () => {
    const refused = (change: Partial<WindowsBake> = {}) =>
      expect(bakeWindows({ ...bake, ...change })).rejects;
    afterEach(async () => {
      expect(said).toEqual([]);
      expect(await left()).toEqual([]);
    });

    it('without Windows’ disc', () =>
      refused({ files: { ...bake.files, iso: '/gone.iso' } }).toThrow(
        '--iso: /gone.iso: there is no such file.',
      ));
    it('with a folder for a disc', () =>
      refused({ files: { ...bake.files, virtio: folder } }).toThrow(`--virtio: ${folder} is not a file.`));
    it('with a file that is no disc', async () => {
      await writeFile(bake.files.iso, 'MZ');
      await refused().toThrow('is not the image of a disc (ISO).');
    });
    it('with another system’s disc', async () => {
      await windows({ label: 'Debian 12.9.0 amd64 n', udf: false });
      await refused().toThrow('is not Windows’: it is a disc called “Debian 12.9.0 amd64 n”.');
    });
    it('with a disc from which no computer starts', async () => {
      await writeStandIn(bake.files.iso, { label: LABEL, udf: true });
      await refused().toThrow('no computer starts from');
    });
    it('with the discs in each other’s place', async () => {
      await windows({ label: 'virtio-win-0.1.271' });
      await refused().toThrow('holds the virtio drivers, not Windows.');
    });
    it('with something else for the drivers', async () => {
      await drivers('SSS_X64FREE_FR-FR_DV9');
      await refused().toThrow('that of the virtio drivers is called “virtio-win-…”');
    });
    it('without the OpenSSH that is named', () =>
      refused({ files: { ...bake.files, openssh: '/gone.msi' } }).toThrow('--openssh: /gone.msi'));
    it('without room, with numbers', () =>
      refused({ neededGiB: 1_000_000 }).toThrow(
        /^1000000 GiB of free space are needed in .*, there are \d+ GiB\.$/,
      ));
    it('when the disc’s label does not say its language', async () => {
      await windows({ label: 'MY_WINDOWS' });
      await refused().toThrow('“MY_WINDOWS”, does not say its language: name it, as --language fr-FR.');
    });
  });

  it('makes a box of what Windows left when it said that it is done', async () => {
    const box = await bakeWindows(bake);
    const [name = ''] = /windows-server-2022\.\d+\.box$/.exec(box) ?? [];
    expect(await left()).toEqual([name, `${name}.json`, `${name}.sha256`]);
    const sha256 = createHash('sha256')
      .update(await readFile(box))
      .digest('hex');
    expect(await readFile(`${box}.sha256`, 'utf8')).toBe(`${sha256}  ${name}\n`);
    expect(JSON.parse(await readFile(`${box}.json`, 'utf8'))).toMatchObject({
      ...{ template: 'windows-server', sha256, version: name.slice(15, -4) },
    });
    const inside: string[] = [];
    await tar.list({ file: box, onReadEntry: (entry) => inside.push(entry.path) });
    expect(inside).toEqual(['metadata.json', 'Vagrantfile', 'box.img']);
    expect(said).toContain('step 3/5 5% Windows copies itself');
    expect(said.at(-1)).toBe('step 5/5 97% Packing the box');
    // The same discs and the same recipe make the same box: it is there.
    said = [];
    expect(await bakeWindows(bake)).toBe(box);
    expect(said).toEqual(['step 1/5 0% Reading the discs']);
  });

  it('tells what Windows said was wrong, leaves nothing, and can be done again', async () => {
    await windows({ says: 'vmm-bake 62 Installing the guest agent\r\nvmm-bake error No agent.\r\n' });
    await expect(bakeWindows(bake)).rejects.toThrow('Windows could not be made a box: No agent.');
    expect(await left()).toEqual([]);
    await windows();
    expect(existsSync(await bakeWindows(bake))).toBe(true);
  });

  it('is none when the machine switches itself off too early', async () => {
    await windows({ says: 'vmm-bake 5 Windows copies itself\r\n' });
    await expect(bakeWindows(bake)).rejects.toThrow(
      'The machine switched itself off before Windows was done; the last that it said was: Windows copies itself.',
    );
    expect(await left()).toEqual([]);
  });

  /** Resolves when the machine has said something, and is at it. */
  const during = (then: () => unknown | Promise<unknown>) => {
    bake.say = (line) => {
      said.push(line);
      if (line.includes('copies itself')) void then();
    };
  };

  it('ends when it takes too long, with a picture of what the screen showed', async () => {
    await windows({ says: 'vmm-bake 5 Windows copies itself\r\n', staysOn: true });
    const limit = new AbortController();
    during(() => limit.abort());
    await expect(bakeWindows({ ...bake, limit: limit.signal })).rejects.toThrow(
      'Windows was not done in time; the last that it said was: Windows copies itself. What its screen showed:',
    );
    expect(await left()).toEqual(['windows-server.failed.png']);
    const picture = await readFile(join(bake.out, 'windows-server.failed.png'));
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
  });

  it('is one at a time, shows how far it is, and leaves nothing when it is broken off', async () => {
    await windows({ says: 'vmm-bake 5 Windows copies itself\r\n', staysOn: true });
    const stopping = new AbortController();
    const begun = Promise.withResolvers<void>();
    during(() => begun.resolve());
    const baking = bakeWindows({ ...bake, signal: stopping.signal });
    await Promise.race([begun.promise, baking]);
    await expect(bakeWindows(bake)).rejects.toThrow('windows-server is being baked already.');
    const work = join(bake.out, '.windows-windows-server');
    expect(await findMarkedProcesses(BAKE_MARK, work)).toHaveLength(1);
    stopping.abort();
    await expect(baking).rejects.toMatchObject({ name: 'AbortError' });
    expect(await left()).toEqual([]);
    expect(await findMarkedProcesses(BAKE_MARK, work)).toEqual([]);
  });
});
