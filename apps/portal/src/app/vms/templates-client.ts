import { type HttpResourceRef, httpResource } from '@angular/common/http';
import { DestroyRef, Service, type Signal, computed, inject } from '@angular/core';
import { type Vm, VmTemplate } from '@vm-manager/contracts';
import * as z from 'zod';
import { reloadAfter } from '../events/reload-after';
import { Languages } from '../i18n/languages';
import type { IconName } from '../ui/icons';

const Templates = z.array(VmTemplate);

/** How far a bake is comes without a push. */
const LOOK_AGAIN_MS = 5_000;

/** The templates that one may pick, kept current by pushes. */
@Service()
export class TemplatesClient {
  private readonly languages = inject(Languages);
  /** Names and descriptions come in the language asked for, so another language asks anew. */
  readonly all = reloadWhileBaking(
    reloadAfter(
      httpResource(
        () => ({ url: '/api/templates', headers: { 'Accept-Language': this.languages.active() } }),
        { parse: (body) => Templates.parse(body) },
      ),
      ['template'],
    ),
  );

  byId(id: string): VmTemplate | undefined {
    return this.all.hasValue() ? this.all.value().find((template) => template.id === id) : undefined;
  }

  /** A machine's own, also when one may make no more of them. Call in an injection context. */
  of(vm: () => Vm | undefined): Signal<VmTemplate | undefined> {
    const known = computed(() => this.byId(vm()?.templateId ?? ''));
    const id = computed(() => (this.all.hasValue() && !known() ? vm()?.id : undefined));
    const hidden = httpResource(
      () => {
        const vmId = id();
        const headers = { 'Accept-Language': this.languages.active() };
        return vmId === undefined ? undefined : { url: `/api/vms/${vmId}/template`, headers };
      },
      { parse: (body) => VmTemplate.parse(body) },
    );
    return computed(() => known() ?? (hidden.hasValue() ? hidden.value() : undefined));
  }

  /** A person's word for a template: its id when there is no better one, a space as long as nobody knows. */
  nameOf(id: string): string {
    const isWaiting = !this.all.hasValue() && !this.all.error();
    return isWaiting ? '\u00a0' : (this.byId(id)?.name ?? id);
  }
}

/** Asks again as long as one of them is being baked. Call in an injection context. */
export function reloadWhileBaking<T extends { status: string }>(
  templates: HttpResourceRef<T[] | undefined>,
): HttpResourceRef<T[] | undefined> {
  const timer = setInterval(() => {
    const isBaking = templates.hasValue() && templates.value().some(({ status }) => status === 'baking');
    if (isBaking && document.visibilityState === 'visible') templates.reload();
  }, LOOK_AGAIN_MS);
  inject(DestroyRef).onDestroy(() => clearInterval(timer));
  return templates;
}

export function iconOf(template: Pick<VmTemplate, 'id' | 'os'>): IconName {
  if (template.os === 'windows') return 'desktop';
  return template.id.includes('client') ? 'computer' : 'terminal';
}
