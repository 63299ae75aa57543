import { Service, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { injectSentence } from '../http/sentence';
import type { Outcomes } from '../http/several';
import { Messages } from './messages';
import { RefusalsDialog, type Refusals } from './refusals-dialog';

/** Says how it went when the same was done to several: a word when all went well, each reason when not. */
@Service()
export class Report {
  private readonly dialogs = inject(MatDialog);
  private readonly messages = inject(Messages);
  private readonly sentence = injectSentence();

  tell<T>({ done, failed }: Outcomes<T>, words: { title: string; done: string; name(one: T): string }): void {
    if (failed.length === 0) return this.messages.tell(words.done);
    const data: Refusals = {
      title: words.title,
      done: done.length > 0 ? words.done : '',
      refused: failed.map(({ what, error }) => ({ name: words.name(what), why: this.sentence(error) })),
    };
    this.dialogs.open(RefusalsDialog, { data, width: '520px' });
  }
}
