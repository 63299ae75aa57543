import type { Role } from '@vm-manager/contracts';

/** A group of the directory that is a class here. `dn` is in the form in which DNs are compared. */
export interface DirectoryClass {
  dn: string;
  name: string;
}

/** Someone in the directory, as far as it concerns us. */
export interface DirectoryAccount {
  dn: string;
  /** Identifiers that the entry keeps for life; its login may change and be given to another person. */
  ids: string[];
  username: string;
  displayName: string;
  email: string | null;
  /** Neither disabled nor expired, and in the group of those who may sign in. */
  mayEnter: boolean;
  /** What the directory's groups say; an administrator here may have said otherwise. */
  role: Role;
  classes: DirectoryClass[];
}

/** An account that we know already, with what it is found by. */
export interface KnownAccount {
  username: string;
  directoryId: string | null;
}

/** Everyone and every class at one moment. */
export interface DirectorySnapshot {
  accounts: DirectoryAccount[];
  classes: DirectoryClass[];
  /** The server limits lists: `accounts` holds only known accounts that still exist, each asked for by itself. */
  isLimited: boolean;
}

/** The school's directory, apart from the sign-in itself. Its methods reject when it does not answer. */
export abstract class Directory {
  /** Rejects unless the answer is complete: who is missing in it counts as having left. */
  abstract snapshot(known: readonly KnownAccount[], signal: AbortSignal): Promise<DirectorySnapshot>;

  /** Asks for one known account. Null is certain here, while a list may leave accounts out. */
  abstract lookUp(known: KnownAccount, signal: AbortSignal): Promise<DirectoryAccount | null>;

  /** Which of these logins exist in the directory. */
  abstract loginsAmong(usernames: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>>;

  /** The login in what a person typed, who may have added the domain. */
  abstract loginIn(typed: string): string;

  /** Whether logins have no domain, so that a person who typed one may have meant the login alone. */
  abstract readonly hasBareLogins: boolean;

  /** Resolves with the address that answered when sign-ins can work. */
  abstract check(signal: AbortSignal): Promise<string>;
}
