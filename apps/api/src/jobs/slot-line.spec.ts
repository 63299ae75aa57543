import { describe, expect, it } from '@jest/globals';
import { SlotLine } from './slot-line.js';

describe('the line before the slots', () => {
  const never = new AbortController().signal;

  it('lets the next one ask only when the one before has left, in the order of coming', async () => {
    const line = new SlotLine();
    const asked: string[] = [];
    const enter = async (who: string) => {
      const leave = await line.enter(never);
      asked.push(who);
      return leave;
    };
    const [first, second] = [enter('a'), enter('b')];
    const third = enter('c');
    const leaveFirst = await first;
    expect(asked).toEqual(['a']);
    leaveFirst();
    (await second)();
    await third;
    expect(asked).toEqual(['a', 'b', 'c']);
  });

  it('goes on for the others when one in it is cancelled at once', async () => {
    const line = new SlotLine();
    const cancelled = new AbortController();
    const leaveFirst = await line.enter(never);
    const second = line.enter(cancelled.signal);
    const third = line.enter(never);
    cancelled.abort('cancelled');
    await expect(second).rejects.toBe('cancelled');
    let isIn = false;
    void third.then(() => (isIn = true));
    await Promise.resolve();
    expect(isIn).toBe(false);
    leaveFirst();
    await third;
  });
});
