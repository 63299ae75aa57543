/** No guest is faster than a very fast typist. */
const AT_LEAST_MS = 30;
/** What shows nothing, such as a password, is not waited for longer: the keyboard of a PC holds few keys that were not read yet. */
const AT_MOST_MS = 150;

/** Resolves when the guest has had the time to take a key: when its screen changed, at the latest after a moment. */
export function guestFollowed(
  socket: Pick<WebSocket, 'addEventListener' | 'removeEventListener'>,
): Promise<void> {
  return new Promise((resolve) => {
    let hasChanged = false;
    let isRested = false;
    const done = () => {
      clearTimeout(limit);
      socket.removeEventListener('message', changed);
      resolve();
    };
    const changed = () => {
      hasChanged = true;
      if (isRested) done();
    };
    const limit = setTimeout(done, AT_MOST_MS);
    socket.addEventListener('message', changed);
    setTimeout(() => {
      isRested = true;
      if (hasChanged) done();
    }, AT_LEAST_MS);
  });
}
