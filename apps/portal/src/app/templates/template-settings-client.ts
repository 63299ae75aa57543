import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { type SetTemplateSettings, TemplateSettings } from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';
import { reloadAfter } from '../events/reload-after';
import { Languages } from '../i18n/languages';
import { reloadWhileBaking } from '../vms/templates-client';

const AllSettings = z.array(TemplateSettings);

@Service()
export class TemplateSettingsClient {
  private readonly http = inject(HttpClient);
  private readonly languages = inject(Languages);

  /** Of all templates, those that are refused among them. Call in an injection context. */
  list(): HttpResourceRef<TemplateSettings[] | undefined> {
    const all = httpResource(
      () => ({ url: '/api/templates/settings', headers: { 'Accept-Language': this.languages.active() } }),
      { parse: (body) => AllSettings.parse(body) },
    );
    return reloadWhileBaking(reloadAfter(all, ['template']));
  }

  async set(settings: SetTemplateSettings): Promise<TemplateSettings[]> {
    return AllSettings.parse(await firstValueFrom(this.http.put('/api/templates/settings', settings)));
  }
}
