import { expect, it } from '@jest/globals';
import { fromProjectRoot } from '../../foundation/config/project-root.js';
import type { Guest } from '../../hosts/libvirt/guest.js';
import { loadTemplateFiles } from '../vm-templates/load-template-files.js';
import { TemplateFile } from '../vm-templates/template-file.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { DebianSystem } from './debian-system.js';
import { GuestSystems } from './guest-systems.js';

it('each template that ships says which system its VMs have', async () => {
  const files = await loadTemplateFiles(fromProjectRoot('infra/vm-templates'));
  expect(files.length).toBeGreaterThan(0);
  const templates = new VmTemplatesService(files, {} as never, {} as never);
  const systems = new GuestSystems(templates);
  for (const { id } of files)
    expect(systems.of({ templateId: id }, {} as Guest)).toBeInstanceOf(DebianSystem);
  expect(() => systems.of({ templateId: 'gone' }, {} as Guest)).toThrow(
    expect.objectContaining({ code: 'template-unavailable' }),
  );
});

it.each(['windows', 'plan9', undefined])(
  'a template of a system that nobody knows is none: %s',
  async (os) => {
    const [file] = await loadTemplateFiles(fromProjectRoot('infra/vm-templates'));
    expect(TemplateFile.safeParse(file).success).toBe(true);
    expect(TemplateFile.safeParse({ ...file, os }).success).toBe(false);
  },
);
