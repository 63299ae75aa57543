import type { Box } from './provisioner.js';

type Version = Pick<Box, 'name' | 'version'>;

/** How Vagrant writes a box's name where a slash may not stand. */
export const boxFolder = (name: string) => name.replaceAll('/', '-VAGRANTSLASH-');

/** vagrant-libvirt's own name for a box's image in a storage pool (lib/vagrant-libvirt/action/handle_box_image.rb). */
export const boxVolume = ({ name, version }: Version) =>
  `${boxFolder(name)}_vagrant_box_image_${version}_box.img`;

/** Whose image a volume is; null when it is none. */
export function boxOfVolume(volume: string): Version | null {
  const [, folder, version] = /^(.+)_vagrant_box_image_([\d.]+)_box\.img$/.exec(volume) ?? [];
  return folder && version ? { name: folder.replaceAll('-VAGRANTSLASH-', '/'), version } : null;
}
