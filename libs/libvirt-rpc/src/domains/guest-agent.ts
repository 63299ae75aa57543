import { LibvirtAgentError } from '../connection/errors.js';
import type { CallOptions, RpcChannel } from '../connection/rpc-channel.js';
import { qemuDomainAgentCommand } from '../protocol/guest-procedures.js';
import type { DomainRef } from '../protocol/shapes.js';

export interface AgentCommandOptions extends CallOptions {
  /** How long libvirt waits for the guest, in whole seconds; 10 when absent. */
  readonly agentTimeoutSeconds?: number;
  /** A longer answer is refused unread, in characters; 1 MiB when absent. libvirt itself lets 4 MiB through. */
  readonly answerAtMost?: number;
}

const ANSWER_AT_MOST = 2 ** 20;

/** The QEMU guest agent, in its own words (QEMU only). */
export const guestAgentOver = (rpc: RpcChannel) => ({
  /**
   * Runs `{ execute, arguments }` and resolves to the agent's `return` value, unchecked: its shape is the agent's affair.
   * LibvirtError `agentUnresponsive` when no agent answers, LibvirtAgentError when the answer is none or too long. Slow commands belong on a connection of their own.
   */
  async command(
    domain: DomainRef,
    execute: string,
    args?: Record<string, unknown>,
    { agentTimeoutSeconds = 10, answerAtMost = ANSWER_AT_MOST, ...options }: AgentCommandOptions = {},
  ): Promise<unknown> {
    const command = JSON.stringify({ execute, arguments: args });
    const { result } = await rpc.call(
      qemuDomainAgentCommand,
      { domain, command, timeout: agentTimeoutSeconds, flags: 0 },
      options,
    );
    const { length } = result ?? '';
    if (length > answerAtMost)
      throw new LibvirtAgentError(
        `${execute}: the guest agent answered with ${length} characters, of ${answerAtMost} at most`,
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
