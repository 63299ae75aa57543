import type { TemplateFile } from '@vm-manager/contracts';
import type { Boxes } from './boxes.js';

/** What makes the box of a template, on the host. Windows' is made from files that the school has. */
export const mendingCommand = (
  { os, box }: Pick<TemplateFile, 'os' | 'box'>,
  boxes: Pick<Boxes, 'bakeCommand'>,
): string =>
  os === 'windows'
    ? `npm run vmm -- boxes bake ${box} --iso <windows.iso> --virtio <virtio-win.iso>`
    : boxes.bakeCommand(box);
