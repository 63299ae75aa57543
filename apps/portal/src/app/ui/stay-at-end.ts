import { type ElementRef, type Signal, afterRenderEffect } from '@angular/core';

/** Closer to the end than this, the reader follows what is added. */
const FOLLOWING_PX = 40;

/** Keeps a scrolled box at its end while `shown` grows, but for a reader who has scrolled up. Call it in an injection context. */
export function stayAtEnd(box: Signal<ElementRef<HTMLElement>>, shown: Signal<unknown>): void {
  // Scrolling is the DOM's own state.
  let isFollowing = true;
  afterRenderEffect({
    earlyRead: () => {
      const element = box().nativeElement;
      element.onscroll = () =>
        (isFollowing = element.scrollHeight - element.scrollTop - element.clientHeight < FOLLOWING_PX);
      return element;
    },
    write: (element) => {
      shown();
      if (isFollowing) element().scrollTop = element().scrollHeight;
    },
  });
}
