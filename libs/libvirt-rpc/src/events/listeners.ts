/** Listeners by kind. One that throws crashes the process like any uncaught error, but not the reading of packets. */
export class Listeners<Events extends object> {
  readonly #byKind: { [K in keyof Events]?: Set<(event: Events[K]) => void> } = {};

  /** Returns how to remove it; the same function may be added twice and counts twice. */
  add<K extends keyof Events>(kind: K, listener: (event: Events[K]) => void): () => void {
    const own = (event: Events[K]): void => listener(event);
    const listeners = (this.#byKind[kind] ??= new Set());
    listeners.add(own);
    return () => listeners.delete(own);
  }

  has(kind: keyof Events): boolean {
    return (this.#byKind[kind]?.size ?? 0) > 0;
  }

  tell<K extends keyof Events>(kind: K, event: Events[K]): void {
    for (const listener of [...(this.#byKind[kind] ?? [])]) {
      try {
        listener(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
