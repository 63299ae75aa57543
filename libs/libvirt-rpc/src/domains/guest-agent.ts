import { LibvirtAgentError } from '../connection/errors.js';
import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import { qemuDomainAgentCommand } from '../protocol/guest-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';

export interface AgentCommandOptions extends CallOptions {
  /** How long libvirt waits for the guest, in whole seconds; 10 when absent. */
  readonly agentTimeoutSeconds?: number;
}

/** The QEMU guest agent, in its own words (QEMU only). */
export const guestAgentOver = (rpc: RpcChannel) => ({
  /**
   * Runs `{ execute, arguments }` and resolves to the agent's `return` value, unchecked: its shape is the agent's affair.
   * LibvirtError `agentUnresponsive` when no agent answers. Slow commands belong on a connection of their own.
   */
  async command(
    domain: DomainRef,
    execute: string,
    args?: Record<string, unknown>,
    { agentTimeoutSeconds = 10, ...options }: AgentCommandOptions = {},
  ): Promise<unknown> {
    const command = JSON.stringify({ execute, arguments: args });
    const { result } = await rpc.call(
      qemuDomainAgentCommand,
      { domain, command, timeout: agentTimeoutSeconds, flags: 0 },
      options,
    );
    return returnValue(execute, result ?? '');
  },
});
export type GuestAgent = ReturnType<typeof guestAgentOver>;

function returnValue(execute: string, json: string): unknown {
  try {
    const answer: unknown = JSON.parse(json);
    if (typeof answer === 'object' && answer !== null && 'return' in answer) return answer.return;
  } catch (cause) {
    throw new LibvirtAgentError(`${execute}: the guest agent answered with broken JSON`, { cause });
  }
  throw new LibvirtAgentError(`${execute}: the guest agent answered without a result`);
}
