import { SharedClipboard } from './shared-clipboard';

/** What a browser has copied, and whether it tells. */
function browser() {
  const state = { text: 'here', isAllowed: true };
  const clipboard = {
    readText: async () => {
      if (!state.isAllowed) throw new Error('NotAllowedError');
      return state.text;
    },
    writeText: async (text: string) => void (state.text = text),
  };
  return { state, shared: new SharedClipboard(clipboard) };
}

it('is read once for each thing that was copied here', async () => {
  const { state, shared } = browser();
  expect(await shared.read()).toBe('here');
  expect(await shared.read()).toBeUndefined();
  state.text = 'later';
  expect(await shared.read()).toBe('later');
});

it('has what was copied in the machine, which does not go back to it', async () => {
  const { state, shared } = browser();
  shared.take('there');
  expect(state.text).toBe('there');
  expect(await shared.read()).toBeUndefined();
});

it('is nothing in a browser that does not tell, or has none', async () => {
  const { state, shared } = browser();
  state.isAllowed = false;
  expect(await shared.read()).toBeUndefined();
  // Absent on pages without TLS, whatever its type says.
  const absent = new SharedClipboard(undefined as never);
  absent.take('there');
  expect(await absent.read()).toBeUndefined();
});
