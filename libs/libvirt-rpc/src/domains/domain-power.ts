import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import * as wire from '../protocol/domain-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';
import type {
  DomainDestroyFlag,
  DomainSaveFlag,
  DomainShutdownFlag,
  DomainStartFlag,
} from './domain-flags.js';

/** Starting, stopping, pausing and saving. */
export const domainPower = (rpc: RpcChannel) => ({
  /** Boots, or resumes from a managed save. The answer carries the id of the running domain. */
  async create(domain: DomainRef, flags: DomainStartFlag = 0, options?: CallOptions): Promise<DomainRef> {
    return (await rpc.call(wire.domainCreateWithFlags, { domain, flags }, options)).domain;
  },

  /** Asks the guest to shut down and returns at once; the `stopped` event tells when it did. */
  shutdown: (domain: DomainRef, flags: DomainShutdownFlag = 0, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainShutdownFlags, { domain, flags }, options),

  /** Asks the guest to reboot and returns at once. Takes `DomainShutdownFlag`. */
  reboot: (domain: DomainRef, flags: DomainShutdownFlag = 0, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainReboot, { domain, flags }, options),

  /** Pulls the plug. LibvirtError `operationInvalid` when it does not run. */
  destroy: (domain: DomainRef, flags: DomainDestroyFlag = 0, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainDestroyFlags, { domain, flags }, options),

  /** Presses the reset button: the guest restarts without being asked. */
  reset: (domain: DomainRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainReset, { domain, flags: 0 }, options),

  /** Pauses the virtual CPUs; memory stays in use. */
  suspend: (domain: DomainRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainSuspend, { domain }, options),

  resume: (domain: DomainRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainResume, { domain }, options),

  /** Wakes a guest that has put itself to sleep (`pmsuspended`). */
  wakeUp: (domain: DomainRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainPmWakeup, { domain, flags: 0 }, options),

  /** Writes memory to disk and stops. Takes as long as the disk needs: give it a time-out to match. */
  managedSave: (domain: DomainRef, flags: DomainSaveFlag = 0, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainManagedSave, { domain, flags }, options),

  managedSaveRemove: (domain: DomainRef, options?: CallOptions): Promise<void> =>
    rpc.call(wire.domainManagedSaveRemove, { domain, flags: 0 }, options),

  async hasManagedSave(domain: DomainRef, options?: CallOptions): Promise<boolean> {
    return (await rpc.call(wire.domainHasManagedSaveImage, { domain, flags: 0 }, options)).has;
  },
});
