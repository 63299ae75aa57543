import { DestroyRef, inject } from '@angular/core';
import type { EventKind } from '@vm-manager/contracts';
import { EventFeed } from './event-feed';

/** Machines change in bursts: a create alone is several pushes. */
const TOGETHER_MS = 300;

interface Reloadable {
  isLoading(): boolean;
  reload(): boolean;
}

/** Asks anew a moment after a push of these kinds, and after a gap in the stream. Call in an injection context. */
export function reloadAfter<R extends Reloadable>(
  resource: R,
  kinds: readonly EventKind[],
  togetherMs = TOGETHER_MS,
): R {
  const feed = inject(EventFeed);
  let soon: ReturnType<typeof setTimeout> | undefined;
  const reload = () => {
    soon = undefined;
    // An answer that is under way may be older than this push.
    if (resource.isLoading()) reloadSoon();
    else resource.reload();
  };
  const reloadSoon = () => {
    soon ??= setTimeout(reload, togetherMs);
  };
  for (const kind of kinds) feed.on(kind, reloadSoon);
  feed.onReopened(reloadSoon);
  inject(DestroyRef).onDestroy(() => clearTimeout(soon));
  return resource;
}
