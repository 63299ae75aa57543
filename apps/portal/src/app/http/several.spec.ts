import { doToEach } from './several';

describe('doing the same to several', () => {
  it('goes on after a refusal and says which was refused', async () => {
    const refusal = new Error('non');
    const { done, failed } = await doToEach(['a', 'b', 'c', 'd', 'e'], async (one) => {
      if (one === 'b') throw refusal;
    });
    expect([...done].sort()).toEqual(['a', 'c', 'd', 'e']);
    expect(failed).toEqual([{ what: 'b', error: refusal }]);
  });
  it('says how far it is after each', async () => {
    const told: number[] = [];
    const tell = ({ done, failed }: { done: readonly string[]; failed: readonly unknown[] }) =>
      told.push(done.length + failed.length);
    const work = (one: string) => (one === 'b' ? Promise.reject(new Error('non')) : Promise.resolve());
    await doToEach(['a', 'b', 'c'], work, { atOnce: 1, tell });
    expect(told).toEqual([1, 2, 3]);
  });
  it('never does more at a time than it may', async () => {
    let running = 0;
    let most = 0;
    await doToEach(
      [1, 2, 3, 4, 5, 6, 7],
      async () => {
        most = Math.max(most, ++running);
        await Promise.resolve();
        running--;
      },
      { atOnce: 2 },
    );
    expect(most).toBe(2);
  });
});
