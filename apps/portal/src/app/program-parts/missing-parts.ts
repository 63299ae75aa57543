import { DOCUMENT, Service, inject, signal, ErrorHandler } from '@angular/core';
import { UnsavedTyping } from './unsaved-typing';

/** As Chromium, Firefox and Safari say that a part of the program, or something that it needs, could not be loaded. */
const SAID = /dynamically imported module|importing a module script failed/i;

/** Whether this is the failure of an `import()`, however wrapped. */
export function isMissingPart(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return SAID.test(error.message) || isMissingPart(error.cause) || isMissingPart(rejectionOf(error));
}

const rejectionOf = (error: Error) => (error as { rejection?: unknown }).rejection;

const RELOADED = 'vmm.reloaded';
/** A page that reloads and misses its part again within this time would do so for ever. */
const TOO_SOON_MS = 30_000;

/** Why a part did not come: another version is served now, or nobody answers. */
export type Absence = 'upgraded' | 'unreachable';

/** What happens when a part of the portal cannot be loaded: the tab is older than what is served, or the portal is silent. */
@Service()
export class MissingParts {
  /** What there is to tell; undefined while all is well. */
  readonly absence = signal<Absence | undefined>(undefined);
  private readonly typed = inject(UnsavedTyping);
  private readonly document = inject(DOCUMENT);
  private wanted = '';
  private isDealing = false;

  /** The wanted address is loaded afresh, at once where nothing typed is lost by that. */
  async miss(wanted: string): Promise<void> {
    // A navigation that fails is reported twice; the first report knows where it led.
    if (this.isDealing) return;
    this.isDealing = true;
    this.wanted = wanted;
    if (!(await this.isAnswering())) return this.absence.set('unreachable');
    if (this.typed.isThere() || this.wasReloadedJustNow()) return this.absence.set('upgraded');
    this.reload();
  }

  /** For a button: goes to where one wanted to, as soon as the portal answers. */
  async retry(): Promise<void> {
    if (await this.isAnswering()) this.reload();
  }

  /** Stays on the page as it is, with what was typed. */
  stay(): void {
    this.isDealing = false;
    this.absence.set(undefined);
  }

  private reload(): void {
    sessionStorage.setItem(RELOADED, String(Date.now()));
    const { location } = this.document;
    if (this.wanted === location.pathname + location.search) location.reload();
    else location.assign(this.wanted);
  }

  private wasReloadedJustNow(): boolean {
    return Date.now() - Number(sessionStorage.getItem(RELOADED)) < TOO_SOON_MS;
  }

  private isAnswering(): Promise<boolean> {
    return fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

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
