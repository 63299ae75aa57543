/** Starts the works a few at a time, in order; each promise is its own to await. */
export function inPool<T>(size: number, works: (() => Promise<T>)[]): Promise<T>[] {
  const outcomes = works.map(() => Promise.withResolvers<T>());
  const waiting = works.map((work, index) => ({ work, outcome: outcomes[index]! }));
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { work, outcome } = next;
      await work().then(outcome.resolve, outcome.reject);
    }
  };
  for (let index = 0; index < size; index += 1) void lane();
  // Whoever awaits one hears of its failure; until then it must not end the process.
  for (const { promise } of outcomes) promise.catch(() => undefined);
  return outcomes.map(({ promise }) => promise);
}
