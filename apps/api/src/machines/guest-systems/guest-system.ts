import { ProblemError } from '../../foundation/problems/problem-error.js';

/**
 * What differs between the systems inside VMs. It is done through the guest's agent, as which every call rejects with
 * `guest-not-answering` or `guest-refused`; each can be repeated. Names and passwords are taken literally.
 */
export abstract class GuestSystem {
  /** An account that may administer the system. */
  abstract createAccount(vmId: string, account: string, password: string): Promise<void>;
  /** Rejects with `account-missing` or `password-refused`. */
  abstract setPassword(vmId: string, account: string, password: string): Promise<void>;
  /** Of the account that governs the system, whatever it is called there: `rootPassword` and `root` on the wire. */
  abstract setRootPassword(vmId: string, password: string): Promise<void>;
  /** From now on, or from its next boot on where the system takes it no sooner. */
  abstract setHostName(vmId: string, name: string): Promise<void>;
  /** To the size of its disk; rejects with `disk-not-grown`, having told why. */
  abstract growFileSystem(vmId: string, log: (line: string) => void): Promise<void>;
  /** To the host's. */
  abstract setClock(vmId: string): Promise<void>;
  /** When the trial of the system ends; null for one that is not on trial. */
  abstract evaluationEnd(vmId: string): Promise<Date | null>;
}

export const isRefusal = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.code === 'guest-refused';
