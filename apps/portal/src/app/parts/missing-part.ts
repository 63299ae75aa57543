/** As Chromium, Firefox and Safari say that a part of the program, or something that it needs, could not be loaded. */
const SAID = /dynamically imported module|importing a module script failed/i;

/** Whether this is the failure of an `import()`, however wrapped. */
export function isMissingPart(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return SAID.test(error.message) || isMissingPart(error.cause) || isMissingPart(rejectionOf(error));
}

const rejectionOf = (error: Error) => (error as { rejection?: unknown }).rejection;
