/** What a command in the guest answered; `output` is the beginning of both streams, as text. */
export interface GuestCommandResult {
  exitCode: number;
  output: string;
}

export interface GuestFileSystem {
  mountPoint: string;
  /** Such as `ext4`. */
  type: string;
  usedMiB: number;
  sizeMiB: number;
}

/** The agent in a VM, which is the same in every system. Rejects with `guest-not-answering` when the agent does not. */
export abstract class Guest {
  abstract isAnswering(vmId: string): Promise<boolean>;
  /**
   * Runs a program with literal arguments, without any shell; `input` is what it reads. One whose end nobody sees, because
   * the agent was started anew meanwhile, counts as not answered: it may have run or not.
   */
  abstract run(
    vmId: string,
    program: string,
    args: readonly string[],
    input?: string,
  ): Promise<GuestCommandResult>;
  /** What is mounted and has a size. */
  abstract fileSystems(vmId: string): Promise<GuestFileSystem[]>;
  /** Asks the agent to set the clock to the host's; rejects with `guest-refused` when the guest will not. */
  abstract setClock(vmId: string): Promise<void>;
  /** Sets an account's password, taken literally; rejects with `guest-refused` when the guest will not. */
  abstract setPassword(vmId: string, account: string, password: string): Promise<void>;
}
