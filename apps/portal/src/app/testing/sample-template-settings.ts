import type { TemplateSettings } from '@vm-manager/contracts';
import { sampleTemplate } from './sample-vm';

export function sampleTemplateSettings(change: Partial<TemplateSettings> = {}): TemplateSettings {
  return {
    id: 'debian-server',
    name: 'Serveur Debian',
    folder: '/srv/vm-manager/infra/vm-templates/debian-server',
    status: 'available',
    reason: null,
    bakedPercent: null,
    mend: null,
    errors: [],
    recipe: {
      os: 'debian',
      box: 'debian-server',
      keyboard: 'xkb:fr(oss)',
      consoles: ['screen', 'serial'],
      sizes: sampleTemplate().sizes,
      groups: null,
    },
    audience: 'recipe',
    groups: [],
    sizes: null,
    ...change,
  };
}
