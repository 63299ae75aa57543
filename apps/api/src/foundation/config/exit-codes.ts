/** How the program ends when it cannot do what it is asked: sysexits' EX_USAGE, EX_CONFIG, EX_UNAVAILABLE, and the plain 1. */
export const EXIT_CODE = {
  wrongUsage: 64,
  wrongConfiguration: 78,
  addressTaken: 69,
  unavailable: 69,
  failed: 1,
} as const;
