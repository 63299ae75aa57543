import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import * as wire from '../protocol/domain-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';
import type {
  DomainDefineFlag,
  DomainListFlag,
  DomainStartFlag,
  DomainUndefineFlag,
  DomainXmlFlag,
} from './domain-flags.js';

/** Finding, describing, defining and forgetting domains. */
export const domainDefinition = (rpc: RpcChannel) => ({
  /** All that match `flags` (`DomainListFlag`); 0 is every domain, running or not. At most 16,384. */
  async list(flags: DomainListFlag = 0, options?: CallOptions): Promise<DomainRef[]> {
    return (await rpc.call(wire.connectListAllDomains, { needResults: 1, flags }, options)).domains;
  },

  /** LibvirtError `noDomain` when there is none. */
  async lookupByUuid(uuid: string, options?: CallOptions): Promise<DomainRef> {
    return (await rpc.call(wire.domainLookupByUuid, { uuid }, options)).domain;
  },

  /** LibvirtError `noDomain` when there is none. */
  async lookupByName(name: string, options?: CallOptions): Promise<DomainRef> {
    return (await rpc.call(wire.domainLookupByName, { name }, options)).domain;
  },

  /** The definition in force, `DomainXmlFlag.inactive` the one of the next start, `.secure` with passwords. */
  async getXml(domain: DomainRef, flags: DomainXmlFlag = 0, options?: CallOptions): Promise<string> {
    return (await rpc.call(wire.domainGetXmlDesc, { domain, flags }, options)).xml;
  },

  /** Defines, or redefines the domain of the same UUID; a running one changes at its next start. */
  async defineXml(xml: string, flags: DomainDefineFlag = 0, options?: CallOptions): Promise<DomainRef> {
    return (await rpc.call(wire.domainDefineXmlFlags, { xml, flags }, options)).domain;
  },

  /** Starts a transient domain, which vanishes when it stops. */
  async createXml(xml: string, flags: DomainStartFlag = 0, options?: CallOptions): Promise<DomainRef> {
    return (await rpc.call(wire.domainCreateXml, { xml, flags }, options)).domain;
  },

  /** Forgets the definition; a running domain becomes transient. Snapshots, saves and NVRAM need their `DomainUndefineFlag`. */
  undefine: (domain: DomainRef, flags: DomainUndefineFlag = 0, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainUndefineFlags, { domain, flags }, options),

  /** Only while it does not run. */
  async rename(domain: DomainRef, newName: string, options?: CallOptions): Promise<void> {
    await rpc.call(wire.domainRename, { domain, newName, flags: 0 }, options);
  },

  async getAutostart(domain: DomainRef, options?: CallOptions): Promise<boolean> {
    return (await rpc.call(wire.domainGetAutostart, { domain }, options)).autostart;
  },

  setAutostart: (domain: DomainRef, autostart: boolean, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainSetAutostart, { domain, autostart }, options),
});
