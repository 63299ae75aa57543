import { Component, ElementRef, computed, debounced, effect, inject, signal, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialogClose, MatDialogRef } from '@angular/material/dialog';
import { MatIcon } from '@angular/material/icon';
import { injectSentence } from '../http/sentence';
import { injectTranslate } from '../i18n/translate';
import { Session } from '../session/session';
import { StateChip } from '../vms/state-chip';
import { SearchClient } from './search-client';
import { type ResultGroup, actionsFor, groupResults, personResults, vmResults } from './search-results';

/** Between two letters of one word nothing is asked. */
const TYPING_MS = 200;
const LISTBOX = 'vmm-search-results';

/** Finds machines, people, classes and pages, and closes with the address that was chosen. */
@Component({
  selector: 'vmm-search-dialog',
  imports: [MatButton, MatDialogClose, MatIcon, MatIconButton, StateChip],
  templateUrl: './search-dialog.html',
  styleUrl: './search-dialog.scss',
})
export class SearchDialog {
  protected readonly LISTBOX = LISTBOX;
  protected readonly t = injectTranslate();
  protected readonly sentence = injectSentence();
  protected readonly session = inject(Session);
  private readonly client = inject(SearchClient);
  private readonly dialog = inject<MatDialogRef<SearchDialog, string>>(MatDialogRef);
  private readonly list = viewChild<ElementRef<HTMLElement>>('list');

  protected readonly typed = signal('');
  private readonly words = computed(() => this.typed().trim());
  private readonly rested = debounced(() => this.words(), TYPING_MS);
  /** Undefined while one types: an answer to earlier letters is dropped. */
  private readonly asked = computed(() => (this.words() === this.rested.value() ? this.words() : undefined));
  private readonly vms = this.client.vms(this.asked);
  private readonly people = this.client.people(() => (this.session.seesOthers() ? this.asked() : undefined));
  private readonly classes = this.client.groups(() => this.session.seesOthers());
  private readonly resources = [this.vms, this.people, this.classes];

  protected readonly isWaiting = computed(
    () =>
      this.words() !== '' &&
      (this.asked() === undefined || this.resources.some((resource) => resource.isLoading())),
  );
  protected readonly error = computed(() =>
    this.resources.map((resource) => resource.error()).find((error) => error !== undefined),
  );
  protected readonly groups = computed<ResultGroup[]>(() => {
    const user = this.session.user();
    if (!user) return [];
    const words = this.words();
    const found = <T>(resource: { hasValue(): boolean; value(): T[] | undefined }): T[] =>
      words && resource.hasValue() ? (resource.value() ?? []) : [];
    const groups: ResultGroup[] = [
      { title: 'search.machines', results: vmResults(found(this.vms), user) },
      { title: 'search.people', results: personResults(found(this.people), user) },
      { title: 'search.classes', results: groupResults(found(this.classes), words, user) },
      { title: 'search.actions', results: actionsFor(user, words, this.t) },
    ];
    return groups.filter(({ results }) => results.length > 0);
  });
  private readonly results = computed(() => this.groups().flatMap(({ results }) => results));
  /** Chosen by the arrows; what comes in above it does not move it. */
  private readonly pointed = signal<string | undefined>(undefined);
  protected readonly active = computed(
    () => this.results().find(({ url }) => url === this.pointed()) ?? this.results()[0],
  );
  /** Enter came before the answer. */
  private readonly opensFirst = signal(false);
  protected readonly said = computed(() => {
    if (this.isWaiting()) return this.t('search.waiting');
    const count = this.results().length;
    if (count > 0) return this.t.count('search.found', count);
    return this.error() === undefined ? this.t('search.none', { text: this.words() }) : '';
  });

  constructor() {
    // The element that is pointed at is outside the signal graph.
    effect(() => {
      const id = this.active() && this.idOf(this.active()?.url ?? '');
      const list = this.list()?.nativeElement;
      if (id) list?.querySelector(`#${CSS.escape(id)}`)?.scrollIntoView?.({ block: 'nearest' });
    });
    effect(() => {
      if (this.opensFirst() && !this.isWaiting()) this.open(this.active()?.url);
    });
  }

  protected idOf(url: string): string {
    return `${LISTBOX}${url.replaceAll('/', '-')}`;
  }

  protected type(text: string): void {
    this.typed.set(text);
    this.pointed.set(undefined);
    this.opensFirst.set(false);
  }

  protected press(event: KeyboardEvent): void {
    // While an input method composes a letter, its keys are its own.
    if (event.isComposing) return;
    if (event.key === 'ArrowDown') this.move(1);
    else if (event.key === 'ArrowUp') this.move(-1);
    else if (event.key === 'Enter') this.choose();
    else return;
    event.preventDefault();
  }

  protected follow(event: MouseEvent, url: string): void {
    // Another tab or window is the browser's to open.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.open(url);
  }

  protected open(url: string | undefined): void {
    if (url) this.dialog.close(url);
    else this.opensFirst.set(false);
  }

  protected retry(): void {
    for (const resource of this.resources) if (resource.error() !== undefined) resource.reload();
  }

  private choose(): void {
    if (this.isWaiting() && this.pointed() === undefined) this.opensFirst.set(true);
    else this.open(this.active()?.url);
  }

  private move(step: 1 | -1): void {
    const results = this.results();
    const at = results.findIndex(({ url }) => url === this.active()?.url);
    this.pointed.set(results.at((at + step) % results.length)?.url);
  }
}
