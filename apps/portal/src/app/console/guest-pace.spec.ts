import { guestFollowed } from './guest-pace';

describe('the pace of typed text', () => {
  let screen: EventTarget;
  let isFree: boolean;
  beforeEach(() => {
    vi.useFakeTimers();
    screen = new EventTarget();
    isFree = false;
    void guestFollowed(screen as unknown as WebSocket).then(() => (isFree = true));
  });
  afterEach(() => vi.useRealTimers());
  const change = () => screen.dispatchEvent(new Event('message'));

  it('is that of a guest which shows at once what it took, but no faster than it can read', async () => {
    change();
    await vi.advanceTimersByTimeAsync(29);
    expect(isFree).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(isFree).toBe(true);
  });

  it('is that of a slow guest', async () => {
    await vi.advanceTimersByTimeAsync(110);
    expect(isFree).toBe(false);
    change();
    await vi.advanceTimersByTimeAsync(0);
    expect(isFree).toBe(true);
  });

  it('does not wait for what is never shown', async () => {
    await vi.advanceTimersByTimeAsync(150);
    expect(isFree).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
