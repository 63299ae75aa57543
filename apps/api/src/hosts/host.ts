import type { LibvirtHost } from './libvirt/libvirt-host.js';
import type { Provisioner } from './vagrant/provisioner.js';

/** A computer on which VMs run, with everything that we ask it. How much of it may be promised is decided in `quotas/`. */
export interface Host extends LibvirtHost {
  /** Makes machines there. */
  readonly provisioner: Provisioner;
}
