import type { RpcChannel } from './connection/rpc-channel.js';
import { domainsOver, type Domains } from './domains/domains.js';
import { checkpointsOver, type Checkpoints } from './domains/checkpoints.js';
import { snapshotsOver, type Snapshots } from './domains/snapshots.js';
import { guestAgentOver, type GuestAgent } from './domains/guest-agent.js';
import { qemuMonitorOver, type QemuMonitor } from './domains/qemu-monitor.js';
import type { DomainEvents } from './events/domain-events.js';
import { hostOver, type Host } from './host/host.js';
import { networksOver, type Networks } from './networks/networks.js';
import { storagePoolsOver, type StoragePools } from './storage/storage-pools.js';
import { storageVolumesOver, type StorageVolumes } from './storage/storage-volumes.js';

/** Everything libvirt can be asked, by object. */
export abstract class LibvirtClient {
  readonly host: Host;
  readonly domains: Domains;
  readonly snapshots: Snapshots;
  readonly checkpoints: Checkpoints;
  readonly guestAgent: GuestAgent;
  readonly qemuMonitor: QemuMonitor;
  readonly networks: Networks;
  readonly storagePools: StoragePools;
  readonly storageVolumes: StorageVolumes;
  abstract readonly events: DomainEvents;

  constructor(channel: RpcChannel) {
    this.host = hostOver(channel);
    this.domains = domainsOver(channel);
    this.snapshots = snapshotsOver(channel);
    this.checkpoints = checkpointsOver(channel);
    this.guestAgent = guestAgentOver(channel);
    this.qemuMonitor = qemuMonitorOver(channel);
    this.networks = networksOver(channel);
    this.storagePools = storagePoolsOver(channel);
    this.storageVolumes = storageVolumesOver(channel);
  }
}
