import type { Role } from '@vm-manager/contracts';

/** A group of the directory that is a class here. `dn` is in the form in which DNs are compared. */
export interface DirectoryClass {
  dn: string;
  name: string;
}

/** Someone in the directory, as far as it concerns us. */
export interface DirectoryAccount {
  dn: string;
  username: string;
  displayName: string;
  email: string | null;
  /** Neither disabled nor expired, and in the group of those who may sign in. */
  mayEnter: boolean;
  /** What the directory's groups say; an administrator here may have said otherwise. */
  role: Role;
  classes: DirectoryClass[];
}

/** Everyone and every class at one moment. */
export interface DirectorySnapshot {
  accounts: DirectoryAccount[];
  classes: DirectoryClass[];
}

/** The school's directory, apart from the sign-in itself. Its methods reject when it does not answer. */
export abstract class Directory {
  /** Complete or not at all. */
  abstract snapshot(signal: AbortSignal): Promise<DirectorySnapshot>;

  /** Resolves with the address that answered when sign-ins can work. */
  abstract check(signal: AbortSignal): Promise<string>;
}
