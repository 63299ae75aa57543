import {
  Component,
  ElementRef,
  Injector,
  afterNextRender,
  computed,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatIcon } from '@angular/material/icon';
import { RouterLink } from '@angular/router';
import { QUOTA_DIMENSIONS, type QuotaDimension, type ResourceRequest } from '@vm-manager/contracts';
import { Sending } from '../http/sending';
import { injectSentence } from '../http/sentence';
import { Ago } from '../i18n/ago';
import { injectTranslate } from '../i18n/translate';
import { Messages } from '../ui/messages';
import { VmsClient } from '../vms/vms-client';
import { sizeOf } from '../vms/vm-size';
import { injectAmounts } from '../quotas/amounts';
import { QuotaBars } from '../quotas/quota-bars';
import { DecisionForm } from './decision-form';
import { RequestLine } from './request-line';
import { isOvertaken } from './request-lists';
import { injectRequestWords } from './request-words';
import { RequestsClient } from './requests-client';

/** A request as who decides sees it: what is asked against what there is, the student's usage beside, and the decision in place. */
@Component({
  selector: 'vmm-inbox-card',
  imports: [Ago, DecisionForm, MatButton, MatCheckbox, MatIcon, QuotaBars, RequestLine, RouterLink],
  templateUrl: './inbox-card.html',
  styleUrl: './inbox-card.scss',
})
export class InboxCard {
  readonly request = input.required<ResourceRequest>();
  /** Whether several can be chosen here. */
  readonly hasChoice = input(true);
  readonly isChosen = input(false);
  readonly toggled = output();
  protected readonly t = injectTranslate();
  protected readonly words = injectRequestWords();
  protected readonly amounts = injectAmounts();
  protected readonly mode = signal<'approve' | 'reject' | undefined>(undefined);
  protected readonly sending = new Sending();
  protected readonly sentence = injectSentence();
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  private readonly client = inject(RequestsClient);
  private readonly messages = inject(Messages);
  private readonly vm = inject(VmsClient).one(() => {
    const { state, vm } = this.request();
    return state === 'pending' ? (vm?.id ?? '') : '';
  });

  protected readonly isPending = computed(() => this.request().state === 'pending');
  protected readonly isOvertaken = computed(() => isOvertaken(this.request()));
  protected readonly mayDecide = computed(() => this.request().allowedActions.includes('approve'));
  protected readonly changes = computed(() => {
    const { want } = this.request();
    return QUOTA_DIMENSIONS.flatMap((dimension) => {
      const asked = want[dimension];
      if (typeof asked !== 'number') return [];
      const now = this.now(dimension);
      return [
        {
          dimension,
          now: typeof now === 'number' ? this.amounts.text(dimension, now) : '…',
          asked: this.amounts.text(dimension, asked),
        },
      ];
    });
  });

  protected async approve(): Promise<void> {
    const { id, requester } = this.request();
    const approved = await this.sending.run(() => this.client.approve(id));
    if (!approved) return;
    this.messages.tell(this.t('requests.approved-of', { person: requester.displayName }));
    this.focus('article');
  }

  protected close(decision: 'approve' | 'reject', isDecided: boolean): void {
    this.mode.set(undefined);
    this.focus(isDecided ? 'article' : `.actions .${decision}`);
  }

  /** What had the focus is gone: whoever types goes on where it was. */
  private focus(selector: string): void {
    afterNextRender(() => this.host.querySelector<HTMLElement>(selector)?.focus(), {
      injector: this.injector,
    });
  }

  private now(dimension: QuotaDimension): number | null | undefined {
    const { vm, effective } = this.request();
    if (!vm) return effective[dimension];
    if (!this.vm.hasValue()) return undefined;
    const size: Partial<Record<QuotaDimension, number>> = sizeOf(this.vm.value());
    return size[dimension];
  }
}
