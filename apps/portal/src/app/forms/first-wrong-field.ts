import { DestroyRef, DOCUMENT, Service, inject } from '@angular/core';

const WRONG = '[aria-invalid="true"]';

/**
 * After a form was sent, the first field that is wrong has the focus and is in sight, whether the form finds it wrong itself
 * or the API does a moment later. For every form of the portal: fields say `aria-invalid`.
 */
@Service()
export class FirstWrongField {
  private waiting: MutationObserver | undefined;

  constructor() {
    const page = inject(DOCUMENT);
    const look = ({ target }: Event) => this.watch(target as HTMLFormElement);
    page.addEventListener('submit', look, { capture: true });
    inject(DestroyRef).onDestroy(() => {
      page.removeEventListener('submit', look, { capture: true });
      this.waiting?.disconnect();
    });
  }

  private watch(form: HTMLFormElement): void {
    this.waiting?.disconnect();
    // What was wrong before it was sent again is wrong still until the form has looked.
    const look = () => {
      if (!focusFirstWrong(form)) return;
      waiting.disconnect();
    };
    const waiting = new MutationObserver(look);
    waiting.observe(form, { subtree: true, childList: true, attributeFilter: ['aria-invalid'] });
    this.waiting = waiting;
    // Who goes on typing is not taken away from there.
    form.addEventListener('input', () => waiting.disconnect(), { once: true });
    requestAnimationFrame(look);
  }
}

/** Whether there was one. */
export function focusFirstWrong(form: Element): boolean {
  const field = form.querySelector<HTMLElement>(WRONG);
  if (!field) return false;
  field.focus({ preventScroll: true });
  // Its label stands above it.
  field.scrollIntoView({ block: 'center' });
  return true;
}
