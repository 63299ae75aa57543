import { array, struct } from '../xdr/combinators.js';
import { int32, nothing, uint32 } from '../xdr/primitives.js';
import { qemu, remote } from './procedure.js';
import { domainRef, optionalText, text } from './shapes.js';

export const domainSetUserPassword = remote(
  'domainSetUserPassword',
  357,
  struct({ domain: domainRef, user: optionalText, password: optionalText, flags: uint32 }),
  nothing,
);

const mountpoints = array(text, 256);
const fileSystems = struct({ fileSystems: int32 });

export const domainFsFreeze = remote(
  'domainFsFreeze',
  335,
  struct({ domain: domainRef, mountpoints, flags: uint32 }),
  fileSystems,
);
export const domainFsThaw = remote(
  'domainFsThaw',
  336,
  struct({ domain: domainRef, mountpoints, flags: uint32 }),
  fileSystems,
);

/** A command of QEMU's own protocol (QMP), or of its older human one with `flags` 1. */
export const qemuDomainMonitorCommand = qemu(
  'qemuDomainMonitorCommand',
  1,
  struct({ domain: domainRef, command: text, flags: uint32 }),
  struct({ result: text }),
);

/** `timeout` is in seconds; -2 waits for ever, -1 is libvirt's default, 0 does not wait. */
export const qemuDomainAgentCommand = qemu(
  'qemuDomainAgentCommand',
  3,
  struct({ domain: domainRef, command: text, timeout: int32, flags: uint32 }),
  struct({ result: optionalText }),
);
