export interface Outcomes<T> {
  readonly done: readonly T[];
  readonly failed: readonly { readonly what: T; readonly error: unknown }[];
}

/** Does the same to several, a few at a time, and goes on when one is refused; `tell` hears how far it is. */
export async function doToEach<T>(
  all: readonly T[],
  work: (one: T) => Promise<unknown>,
  { atOnce = 4, tell = () => undefined }: { atOnce?: number; tell?: (soFar: Outcomes<T>) => void } = {},
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
      tell({ done, failed });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { done, failed };
}
