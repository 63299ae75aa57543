import { httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import { VmTemplate } from '@vm-manager/contracts';
import * as z from 'zod';
import { Languages } from '../i18n/languages';
import type { IconName } from '../ui/icons';

const Templates = z.array(VmTemplate);

/** The templates, read once: they change when an administrator changes the platform. */
@Service()
export class TemplatesClient {
  private readonly languages = inject(Languages);
  /** Names and descriptions come in the language asked for, so another language asks anew. */
  readonly all = httpResource(
    () => ({ url: '/api/templates', headers: { 'Accept-Language': this.languages.active() } }),
    { parse: (body) => Templates.parse(body) },
  );

  byId(id: string): VmTemplate | undefined {
    return this.all.hasValue() ? this.all.value().find((template) => template.id === id) : undefined;
  }

  /** A person's word for a template: its id when there is no better one, a space as long as nobody knows. */
  nameOf(id: string): string {
    const isWaiting = !this.all.hasValue() && !this.all.error();
    return isWaiting ? '\u00a0' : (this.byId(id)?.name ?? id);
  }
}

export function iconOf(template: Pick<VmTemplate, 'id' | 'os'>): IconName {
  if (template.os === 'windows') return 'desktop';
  return template.id.includes('client') ? 'computer' : 'terminal';
}
