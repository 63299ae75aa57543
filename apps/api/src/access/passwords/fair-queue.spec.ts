import { describe, expect, it } from '@jest/globals';
import { FairQueue } from './fair-queue.js';

/** Work that ends when it is told to. */
function started() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    begun.push(name);
    return new Promise<void>((resolve) => ends.set(name, resolve));
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await settled();
  };
  return { begun, work, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('FairQueue', () => {
  it('does so many things at a time, and gives each line its turn', async () => {
    const { begun, work, end } = started();
    const queue = new FairQueue(1);
    const all = ['a1', 'a2', 'a3', 'b1'].map((name) => queue.run(name[0]!, work(name)));
    await settled();
    expect(begun).toEqual(['a1']);
    for (const name of ['a1', 'a2', 'b1', 'a3']) await end(name);
    await Promise.all(all);
    expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  });

  it('keeps a narrow line to its width while others pass', async () => {
    const { begun, work, end } = started();
    const queue = new FairQueue(3);
    const narrow = { atOnce: 1 };
    const all = [
      queue.run('n', work('n1'), narrow),
      queue.run('n', work('n2'), narrow),
      queue.run('w', work('w1')),
    ];
    await settled();
    expect(begun).toEqual(['n1', 'w1']);
    await end('n1');
    await end('n2');
    await end('w1');
    await Promise.all(all);
    expect(begun).toEqual(['n1', 'w1', 'n2']);
  });

  it('refuses what would wait too long, and works on after work that failed', async () => {
    const { work, end } = started();
    const queue = new FairQueue(1);
    const first = queue.run('a', work('a1'), { waiting: 1 });
    const second = expect(
      queue.run('a', () => Promise.reject(new Error('broken')), { waiting: 1 }),
    ).rejects.toThrow('broken');
    await expect(queue.run('a', work('a3'), { waiting: 1 })).rejects.toMatchObject({
      code: 'too-busy',
      params: { seconds: 5 },
    });
    await end('a1');
    await first;
    await second;
    expect(await queue.run('a', () => Promise.resolve('again'))).toBe('again');
  });

  it('gives those who are known every second turn, whatever the number of strangers', async () => {
    const { begun, work, end } = started();
    const queue = new FairQueue(1);
    const strangers = ['s1', 's2', 's3', 's4'].map((name) => queue.run(name, work(name)));
    const known = ['k1', 'k2'].map((name) => queue.run(name, work(name), { isKnown: true }));
    await settled();
    for (const name of ['s1', 'k1', 's2', 'k2', 's3', 's4']) await end(name);
    await Promise.all([...strangers, ...known]);
    expect(begun).toEqual(['s1', 'k1', 's2', 'k2', 's3', 's4']);
  });

  it('keeps places for those who are known that no number of strangers takes, in the same line neither', async () => {
    const { begun, work, end } = started();
    const queue = new FairQueue(1);
    const first = queue.run('first', work('first'));
    let refused = 0;
    const strangers = Array.from({ length: 500 }, (_, nth) =>
      queue.run(`network ${nth}`, () => Promise.resolve()).catch(() => void refused++),
    );
    await settled();
    expect(refused).toBe(100);
    const known = queue.run('network 1', work('known'), { isKnown: true });
    await end('first');
    expect(begun).toEqual(['first', 'known']);
    await end('known');
    await Promise.all([first, known, ...strangers]);
  });
});
