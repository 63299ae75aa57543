import type { Role } from '@vm-manager/contracts';

/** A group of the directory that is a class here. `dn` is in the form in which DNs are compared. */
export interface DirectoryClass {
  dn: string;
  name: string;
}

/** Someone in the directory, as far as it concerns us. */
export interface DirectoryAccount {
  dn: string;
  /** What the directory's entry keeps for life; a login may change, and be given to someone else. */
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

/** Whom we know already: by what the directory is asked again. */
export interface KnownAccount {
  username: string;
  directoryId: string | null;
}

/** Everyone and every class at one moment. */
export interface DirectorySnapshot {
  accounts: DirectoryAccount[];
  classes: DirectoryClass[];
  /** The server does not give all at once: these are those of the known that are still there, each asked for by itself. */
  isLimited: boolean;
}

/** The school's directory, apart from the sign-in itself. Its methods reject when it does not answer. */
export abstract class Directory {
  /** Complete or not at all; who is not in it has left. */
  abstract snapshot(known: readonly KnownAccount[], signal: AbortSignal): Promise<DirectorySnapshot>;

  /** Someone known, asked for alone: null is certain then, whatever lists leave out. */
  abstract lookUp(known: KnownAccount, signal: AbortSignal): Promise<DirectoryAccount | null>;

  /** Which of these logins are somebody's there. */
  abstract loginsAmong(usernames: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>>;

  /** The login in what someone typed: people add the domain, as other programs want it. */
  abstract loginIn(typed: string): string;

  /** Whether someone who typed a domain may have meant the login alone. */
  abstract readonly hasBareLogins: boolean;

  /** Resolves with the address that answered when sign-ins can work. */
  abstract check(signal: AbortSignal): Promise<string>;
}
