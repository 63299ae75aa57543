import { DOCUMENT, Service, inject } from '@angular/core';

/** Searches stand in the address, ticks are quickly made again. */
const NOT_TYPED = ['checkbox', 'radio', 'search', 'button', 'submit'];

/** Knows whether somebody has typed something on this page that a reload would lose. */
@Service()
export class UnsavedTyping {
  private readonly fields = new Set<HTMLInputElement | HTMLTextAreaElement>();

  constructor() {
    inject(DOCUMENT).addEventListener('input', ({ target }) => this.note(target), { capture: true });
  }

  isThere(): boolean {
    for (const field of this.fields)
      if (!field.isConnected || field.value === field.defaultValue) this.fields.delete(field);
    return this.fields.size > 0;
  }

  private note(target: EventTarget | null): void {
    const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (isField && !NOT_TYPED.includes(target.type)) this.fields.add(target);
  }
}
