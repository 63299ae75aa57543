import { DestroyRef, Injector, Service, inject } from '@angular/core';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { isMissingPart } from '../program-parts/missing-parts';

const SHOWN_MS = 8000;

/** Short sentences about what just happened, at the edge of the window and read aloud. */
@Service()
export class Messages {
  private readonly injector = inject(Injector);
  private readonly destroyRef = inject(DestroyRef);
  private readonly t = injectTranslate();
  private readonly sentence = injectSentence();

  tell(sentence: string): void {
    void this.show(sentence);
  }

  /** Runs a call of the person's; when it is refused they read why. */
  async attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (isMissingPart(error)) throw error; // nothing that the person did: `MissingParts` deals with it
      this.tell(this.sentence(error));
      return undefined;
    }
  }

  private async show(sentence: string): Promise<void> {
    // No page waits for what is on none of them at first.
    const { MatSnackBar } = await import('@angular/material/snack-bar');
    // Tests take a portal down before that is there.
    if (this.destroyRef.destroyed) return;
    this.injector.get(MatSnackBar).open(sentence, this.t('common.close'), {
      duration: SHOWN_MS,
      // Forms have their buttons at the other end.
      horizontalPosition: 'start',
    });
  }
}
