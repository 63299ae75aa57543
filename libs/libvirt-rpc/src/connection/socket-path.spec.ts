import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { resolveSocketPath, socketCandidates } from './socket-path.js';

describe('the socket for a URI', () => {
  it.each([
    ['qemu:///system', false, ['/f/virtqemud-sock', '/f/libvirt-sock']],
    ['qemu:///system', true, ['/f/virtqemud-sock-ro', '/f/libvirt-sock-ro']],
    ['test:///default', false, ['/f/libvirt-sock']],
    ['test:///tmp/node.xml', false, ['/f/libvirt-sock']],
  ])('of %s (read-only: %s) is one of %j', (uri, readonly, expected) => {
    expect(socketCandidates(uri, readonly, '/f')).toEqual(expected);
  });

  it.each(['qemu://elsewhere/system', 'qemu:///session', 'not a uri'])('is refused for %s', (uri) => {
    expect(() => socketCandidates(uri, false)).toThrow(expect.objectContaining({ failure: 'unreachable' }));
  });

  it('is the first that exists', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sockets-'));
    await expect(resolveSocketPath('qemu:///system', false, folder)).rejects.toMatchObject({
      failure: 'unreachable',
    });
    await writeFile(join(folder, 'libvirt-sock'), '');
    expect(await resolveSocketPath('qemu:///system', false, folder)).toBe(join(folder, 'libvirt-sock'));
    await writeFile(join(folder, 'virtqemud-sock'), '');
    expect(await resolveSocketPath('qemu:///system', false, folder)).toBe(join(folder, 'virtqemud-sock'));
    await rm(folder, { recursive: true });
  });
});
