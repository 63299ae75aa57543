import * as z from 'zod';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import type { Guest, GuestCommandResult } from '../../hosts/libvirt/guest.js';
import { guestWords, REASON_AT_MOST } from '../../hosts/libvirt/guest-words.js';
import { GuestSystem, isRefusal } from './guest-system.js';
import {
  POWERSHELL,
  powershellArguments,
  requestText,
  type ScriptName,
  type ScriptRequests,
} from './windows-scripts.js';

const Account = z.object({ account: z.string().min(1).max(256).nullable() });
const Restart = z.object({ restart: z.boolean() });
const End = z.object({ end: z.iso.datetime().nullable() });

/**
 * Windows, by scripts of ours that are the same for all machines, run as SYSTEM by the guest agent. Names go to them as JSON
 * on standard input, passwords by the agent's own command: neither is ever part of a script. Built-in accounts and groups are
 * found by their numbers. Every script can be repeated.
 */
export class WindowsSystem extends GuestSystem {
  constructor(private readonly guest: Guest) {
    super();
  }

  async createAccount(vmId: string, account: string, password: string): Promise<void> {
    const { restart } = await this.ask(vmId, Restart, 'prepare', {});
    await this.ask(vmId, Account, 'create-account', { account });
    await this.givePassword(vmId, account, password);
    // What a box of the school's own did not do by itself at its first boot.
    if (restart) await this.ask(vmId, z.object({}), 'restart', {});
  }

  async setPassword(vmId: string, account: string, password: string): Promise<void> {
    const { account: known } = await this.ask(vmId, Account, 'find-account', { account });
    if (known === null) throw new ProblemError('account-missing', { account });
    await this.givePassword(vmId, known, password);
  }

  async setRootPassword(vmId: string, password: string): Promise<void> {
    const { account } = await this.ask(vmId, Account, 'find-administrator', {});
    if (account === null) throw new ProblemError('account-missing', { account: 'Administrator' });
    await this.givePassword(vmId, account, password);
  }

  /** From its next boot on: Windows takes a name no sooner. */
  async setHostName(vmId: string, name: string): Promise<void> {
    await this.ask(vmId, Restart, 'set-host-name', { name });
  }

  async growFileSystem(vmId: string, log: (line: string) => void): Promise<void> {
    try {
      await this.ask(vmId, z.object({}), 'grow-file-system', {});
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      log(String(cause.params['reason'] ?? ''));
      throw new ProblemError('disk-not-grown', {}, { cause });
    }
  }

  setClock(vmId: string): Promise<void> {
    return this.guest.setClock(vmId);
  }

  async evaluationEnd(vmId: string): Promise<Date | null> {
    const { end } = await this.ask(vmId, End, 'find-evaluation-end', {});
    return end === null ? null : new Date(end);
  }

  private givePassword(vmId: string, account: string, password: string): Promise<void> {
    return this.guest.setPassword(vmId, account, password).catch((cause: unknown) => {
      if (!isRefusal(cause)) throw cause;
      throw new ProblemError('password-refused', { account }, { cause });
    });
  }

  private async ask<T, S extends ScriptName>(
    vmId: string,
    answer: z.ZodType<T>,
    script: S,
    request: ScriptRequests[S],
  ): Promise<T> {
    const args = await powershellArguments(script);
    const input = requestText(script, request);
    return answerIn(answer, await this.guest.run(vmId, POWERSHELL, args, input));
  }
}

/** The line that says what a script found; else what it says is wrong, or whatever it said. */
function answerIn<T>(schema: z.ZodType<T>, { exitCode, output }: GuestCommandResult): T {
  const said = lineOf('vmm', output);
  const { data } = schema.safeParse(said === null ? null : asJson(said));
  if (exitCode === 0 && data !== undefined) return data;
  const reason = guestWords(lineOf('vmm-error', output) ?? output, REASON_AT_MOST);
  throw new ProblemError('guest-refused', { reason });
}

function lineOf(kind: string, output: string): string | null {
  const [, base64] = new RegExp(`^${kind}:([A-Za-z0-9+/]+=*)`, 'm').exec(output) ?? [];
  return base64 === undefined ? null : Buffer.from(base64, 'base64').toString('utf8');
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
