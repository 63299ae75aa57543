/**
 * Calls `work` with what is asked for, one call at a time: what is asked for meanwhile is put together, each thing once,
 * into the next. `work` never rejects.
 */
export function merged<Thing>(work: (things: ReadonlySet<Thing>) => Promise<void>): (thing: Thing) => void {
  let waiting = new Set<Thing>();
  let isWorking = false;
  const goOn = async () => {
    isWorking = true;
    while (waiting.size > 0) {
      const things = waiting;
      waiting = new Set();
      await work(things);
    }
    isWorking = false;
  };
  return (thing) => {
    waiting.add(thing);
    if (!isWorking) void goOn();
  };
}
