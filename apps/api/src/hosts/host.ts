import type { LibvirtHost } from './libvirt/libvirt-host.js';
import type { Provisioner } from './vagrant/provisioner.js';

/** A computer on which VMs run, with all that is asked of it. What of it may be promised to whom, `quotas/` says. */
export interface Host extends LibvirtHost {
  /** Makes machines there. */
  readonly provisioner: Provisioner;
}
