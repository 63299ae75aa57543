/** Prints how long something took. A test on a busy machine says it and does not judge it. */
export const tellTime = (what: string, ms: number) =>
  process.stdout.write(`  ${what}: ${Math.round(ms)} ms\n`);
