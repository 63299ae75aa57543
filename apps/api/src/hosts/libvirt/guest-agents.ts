import { Logger } from '@nestjs/common';
import {
  isLibvirtError,
  LibvirtAgentError,
  LibvirtErrorCode,
  LibvirtTimeoutError,
} from '@vm-manager/libvirt-rpc';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { guestWords, REASON_AT_MOST } from './guest-words.js';
import type { LibvirtConnection } from './libvirt-connection.js';

/** Each call keeps a thread of libvirtd's (20, `max_workers`) until the agent answers. Starting a machine needs one, too. */
const AT_ONCE = 8;

export interface AgentCommand {
  execute: string;
  args?: Record<string, unknown>;
  /** How long the agent may take; libvirt gives it that twice, first to wake up. */
  seconds: number;
}

/**
 * The QEMU agents in the guests. Whoever rules a guest can let its agent hang: each command has a connection of its own,
 * and there is one per VM at a time, a few in all.
 */
export class GuestAgents {
  private readonly logger = new Logger(GuestAgents.name);
  private readonly last = new Map<string, Promise<unknown>>();
  private free = AT_ONCE;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly libvirt: Pick<LibvirtConnection, 'alone' | 'domainOf'>) {}

  /**
   * What the agent returns, unchecked. Rejects with `guest-not-answering` when there is no agent or none that answers in
   * time, and with `guest-refused` when it will not.
   */
  command(vmId: string, command: AgentCommand): Promise<unknown> {
    const answer = (this.last.get(vmId) ?? Promise.resolve()).then(() =>
      this.inTurn(() => this.send(vmId, command)),
    );
    const done = answer
      .catch(() => undefined)
      .then(() => {
        if (this.last.get(vmId) === done) this.last.delete(vmId);
      });
    this.last.set(vmId, done);
    return answer;
  }

  /** The same; null when the agent gives no answer. */
  async commandIfAnswered(vmId: string, command: AgentCommand): Promise<unknown> {
    try {
      return await this.command(vmId, command);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      this.logger.debug(`${command.execute} of ${vmId}: ${error.code}`);
      return null;
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  private async send(vmId: string, { execute, args, seconds }: AgentCommand): Promise<unknown> {
    const ref = await this.libvirt.domainOf(vmId);
    if (!ref) throw new ProblemError('guest-not-answering');
    const patience = { agentTimeoutSeconds: seconds, timeoutMs: (2 * seconds + 2) * 1000 };
    return this.libvirt.alone(({ guestAgent }) =>
      guestAgent.command(ref, execute, args, patience).catch((cause: unknown) => {
        if (cause instanceof LibvirtTimeoutError || isLibvirtError(cause, ...NOT_THERE))
          throw new ProblemError('guest-not-answering', {}, { cause });
        if (isLibvirtError(cause) || cause instanceof LibvirtAgentError)
          throw new ProblemError(
            'guest-refused',
            { reason: guestWords(cause.message, REASON_AT_MOST) },
            { cause },
          );
        throw cause;
      }),
    );
  }
}

const NOT_THERE = [
  LibvirtErrorCode.agentUnresponsive,
  LibvirtErrorCode.agentUnsynced,
  LibvirtErrorCode.operationInvalid,
  LibvirtErrorCode.operationTimeout,
  LibvirtErrorCode.argumentUnsupported,
  LibvirtErrorCode.noDomain,
];
