import { expect, it } from '@jest/globals';
import type { Guest } from '../../hosts/libvirt/guest.js';
import { TemplateCatalogue } from '../vm-templates/template-catalogue.js';
import { VmTemplatesService } from '../vm-templates/vm-templates.service.js';
import { DebianSystem } from './debian-system.js';
import { GuestSystems } from './guest-systems.js';
import { WindowsSystem } from './windows-system.js';

it('each template that ships says which system its VMs have', async () => {
  const catalogue = new TemplateCatalogue({ templatesDir: null });
  const { known } = await catalogue.read();
  expect(known.length).toBeGreaterThan(0);
  const systems = new GuestSystems(
    new VmTemplatesService({} as never, catalogue, {} as never, {} as never, {} as never),
  );
  for (const { file } of known)
    expect(await systems.of({ templateId: file.id }, {} as Guest)).toBeInstanceOf(
      file.os === 'windows' ? WindowsSystem : DebianSystem,
    );
  await expect(systems.of({ templateId: 'gone' }, {} as Guest)).rejects.toThrow(
    expect.objectContaining({ code: 'template-unavailable' }),
  );
});
