export interface Outcomes<T> {
  readonly done: readonly T[];
  readonly failed: readonly { readonly what: T; readonly error: unknown }[];
}

/** Does the same to several, a few at a time, and goes on when one is refused. */
export async function doToEach<T>(
  all: readonly T[],
  work: (one: T) => Promise<unknown>,
  atOnce = 4,
): Promise<Outcomes<T>> {
  const done: T[] = [];
  const failed: { what: T; error: unknown }[] = [];
  const waiting = [...all];
  const worker = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      try {
        await work(one);
        done.push(one);
      } catch (error) {
        failed.push({ what: one, error });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { done, failed };
}
