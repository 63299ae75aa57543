import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import { domainGetMetadata, domainSetMetadata } from '../protocol/domain-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';
import type { DomainAffectFlag } from './domain-flags.js';

// VIR_DOMAIN_METADATA_*
const METADATA_TYPE = { description: 0, title: 1, element: 2 } as const;

/** `element` is XML of the caller's own under a namespace, within `<metadata>`. */
export type MetadataSlot =
  { readonly type: 'description' | 'title' } | { readonly type: 'element'; readonly uri: string };

export type NewMetadata =
  | { readonly type: 'description' | 'title'; readonly text: string | null }
  | { readonly type: 'element'; readonly xml: string | null; readonly prefix: string; readonly uri: string };

export const domainMetadata = (rpc: RpcChannel) => ({
  /** LibvirtError `noDomainMetadata` when there is none. */
  async getMetadata(
    domain: DomainRef,
    slot: MetadataSlot,
    flags: DomainAffectFlag = 0,
    options?: CallOptions,
  ): Promise<string> {
    const uri = slot.type === 'element' ? slot.uri : null;
    return (
      await rpc.call(domainGetMetadata, { domain, type: METADATA_TYPE[slot.type], uri, flags }, options)
    ).metadata;
  },

  /** `null` removes it. A title is one line. `flags` are `DomainAffectFlag`. */
  setMetadata(
    domain: DomainRef,
    given: NewMetadata,
    flags: DomainAffectFlag = 0,
    options?: CallOptions,
  ): Promise<void> {
    const type = METADATA_TYPE[given.type];
    const content =
      given.type === 'element'
        ? { metadata: given.xml, key: given.prefix, uri: given.uri }
        : { metadata: given.text, key: null, uri: null };
    return rpc.call(domainSetMetadata, { domain, type, ...content, flags }, options);
  },
});
