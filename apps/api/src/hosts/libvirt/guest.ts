/** What a command in the guest answered; `output` is both streams, as text. */
export interface GuestCommandResult {
  exitCode: number;
  output: string;
}

/** Programs that a Debian box of ours holds (infra/vm-templates). */
export const GROW_ROOT = '/usr/local/lib/vmm/grow-root';
export const SET_HOST_NAME = '/usr/local/lib/vmm/set-host-name';

/** The inside of a VM, through its agent. Rejects with `guest-not-answering` when the agent does not. */
export abstract class Guest {
  abstract isAnswering(vmId: string): Promise<boolean>;
  /** Runs a program with literal arguments, without any shell. */
  abstract run(vmId: string, program: string, args: readonly string[]): Promise<GuestCommandResult>;
  /** Sets its clock to the host's; rejects with `guest-refused` when the guest will not. */
  abstract setClock(vmId: string): Promise<void>;
  /** Sets an account's password, taken literally; rejects with `guest-refused` when the guest will not. */
  abstract setPassword(vmId: string, account: string, password: string): Promise<void>;
}
