/** What disks and folders refuse, in words, each with the way out where it is always the same. */
const FAULTS: Partial<Record<string, readonly [what: string, mend?: string]>> = {
  ENOSPC: ['The disk is full'],
  EDQUOT: ['The disk is full for this user'],
  EACCES: ['This user may not read or write there', 'Do it as the account that the portal runs as.'],
  EPERM: ['This user may not read or write there', 'Do it as the account that the portal runs as.'],
  EROFS: ['The disk can only be read'],
  EIO: ['The disk does not answer as it should'],
  ENOTDIR: ['This is no folder'],
  EISDIR: ['This is a folder, and no file'],
  EEXIST: ['There is something of this name already'],
};

const NOTHING_THERE = ['There is no such file or folder'] as const;

/** What a person can do something about; null for every other error. */
export function diskFaultOf(error: unknown): string | null {
  const { code = '', path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  // Addresses to listen on are refused with the same codes.
  if (syscall === 'listen') return null;
  // Of a program that is not there it is said otherwise.
  const fault = code === 'ENOENT' && syscall === 'open' ? NOTHING_THERE : FAULTS[code];
  if (!fault) return null;
  const [what, mend]: readonly [string, string?] = fault;
  return `${what}${path === undefined ? '.' : `: ${path}`}${mend ? `\n${mend}` : ''}`;
}
