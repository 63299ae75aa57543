/** How the program ends when it cannot start; the first is sysexits' EX_CONFIG, the second EX_UNAVAILABLE. */
export const EXIT_CODE = { wrongConfiguration: 78, addressTaken: 69, failed: 1 } as const;
