import { LibvirtMonitorError } from '../connection/errors.js';
import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import { qemuDomainMonitorCommand } from '../protocol/guest-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';

/** QEMU's own monitor, in its own words (QEMU only): for what libvirt has no call for. libvirt then calls the domain tainted. */
export const qemuMonitorOver = (rpc: RpcChannel) => ({
  /**
   * Runs `{ execute, arguments }` and resolves to QEMU's `return` value, unchecked. LibvirtMonitorError with QEMU's own sentence
   * when it refuses.
   */
  async command(
    domain: DomainRef,
    execute: string,
    args?: Record<string, unknown>,
    options?: CallOptions,
  ): Promise<unknown> {
    const command = JSON.stringify({ execute, arguments: args });
    const { result } = await rpc.call(qemuDomainMonitorCommand, { domain, command, flags: 0 }, options);
    const answer = JSON.parse(result) as { return?: unknown; error?: { desc?: string } };
    if (answer.error) throw new LibvirtMonitorError(`${execute}: ${answer.error.desc ?? 'refused'}`);
    return answer.return;
  },
});
export type QemuMonitor = ReturnType<typeof qemuMonitorOver>;
