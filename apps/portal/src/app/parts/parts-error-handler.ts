import { DOCUMENT, ErrorHandler, Service, inject } from '@angular/core';
import { isMissingPart } from './missing-part';
import { MissingParts } from './missing-parts';

/** Dialogs load their part when they are opened: where that fails, the page that one is on is the wanted one. */
@Service()
export class PartsErrorHandler extends ErrorHandler {
  private readonly parts = inject(MissingParts);
  private readonly document = inject(DOCUMENT);

  override handleError(error: unknown): void {
    if (!isMissingPart(error)) return super.handleError(error);
    const { pathname, search } = this.document.location;
    void this.parts.miss(pathname + search);
  }
}
