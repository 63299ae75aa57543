import { Service, inject } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { isMissingPart } from '../program-parts/missing-parts';

const SHOWN_MS = 8000;

/** Short sentences about what just happened, at the edge of the window and read aloud. */
@Service()
export class Messages {
  private readonly bar = inject(MatSnackBar);
  private readonly t = injectTranslate();
  private readonly sentence = injectSentence();

  tell(sentence: string): void {
    this.bar.open(sentence, this.t('common.close'), {
      duration: SHOWN_MS,
      // Forms have their buttons at the other end.
      horizontalPosition: 'start',
    });
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
}
