import { EventData, type EventKind } from '@vm-manager/contracts';

export type Wire =
  | { readonly kind: 'event'; readonly name: EventKind; readonly text: string }
  | { readonly kind: 'open'; readonly stream: string }
  | { readonly kind: 'lost' };

/** `EventSource.CLOSED`: the browser has given up and will not try again by itself. */
const CLOSED = 2;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export const EVENT_KINDS = Object.keys(EventData) as EventKind[];

/** Keeps an EventSource open until told otherwise; the browser gives up by itself on an HTTP error, we do not. */
export function readEvents(open: () => EventSource, tell: (wire: Wire) => void, until: AbortSignal): void {
  let pause = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource | undefined;

  const connect = () => {
    const current = open();
    source = current;
    current.onopen = () => {
      pause = FIRST_PAUSE_MS;
      tell({ kind: 'open', stream: Math.random().toString(36).slice(2) });
    };
    current.onerror = () => {
      tell({ kind: 'lost' });
      if (current.readyState !== CLOSED) return;
      timer = setTimeout(connect, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    };
    for (const name of EVENT_KINDS)
      current.addEventListener(name, (event: MessageEvent<string>) =>
        tell({ kind: 'event', name, text: event.data }),
      );
  };

  connect();
  until.addEventListener('abort', () => {
    clearTimeout(timer);
    source?.close();
  });
}
