import { electTab } from './tab-election';

class FakeDocument extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  become(state: DocumentVisibilityState): void {
    this.visibilityState = state;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

describe('without Web Locks', () => {
  it('a tab holds the stream while it is looked at', () => {
    const document = new FakeDocument();
    const turns: AbortSignal[] = [];
    const stop = new AbortController();
    const world = { locks: undefined, document: document as unknown as Document };
    electTab(world, (until) => turns.push(until), stop.signal);
    document.become('hidden');
    expect(turns.map(({ aborted }) => aborted)).toEqual([true]);
    document.become('visible');
    expect(turns.map(({ aborted }) => aborted)).toEqual([true, false]);
    stop.abort();
    expect(turns.map(({ aborted }) => aborted)).toEqual([true, true]);
    document.become('visible');
    expect(turns).toHaveLength(2);
  });
});
