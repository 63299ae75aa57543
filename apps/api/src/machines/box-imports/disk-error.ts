/** Whether a file could not be written, read or opened here, whatever is in it. */
export const isDiskError = (error: unknown) =>
  ['ENOSPC', 'EIO', 'EDQUOT', 'EACCES'].includes(String((error as NodeJS.ErrnoException | undefined)?.code));
