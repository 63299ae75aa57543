import { Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { FormField, required } from '@angular/forms/signals';
import { ApiProblem } from '../http/api-problem';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { FormTrouble } from './form-trouble';
import { SentBy, SentForm } from './sent-form';

const taken = (pointer?: string) =>
  new ApiProblem(
    409,
    {
      type: '/problems/name-taken',
      title: 'Pris',
      status: 409,
      detail: 'Ce nom est pris.',
      errors: pointer ? [{ pointer, detail: 'Ce nom est pris.' }] : undefined,
    },
    'unexpected',
  );

@Component({
  imports: [FormField, FormTrouble, SentBy],
  template: `
    <form [vmmSent]="form">
      @for (name of names; track name) {
        @let field = form.fields[name];
        <input [id]="name" [formField]="field" [attr.aria-invalid]="field().touched() && field().invalid()" />
      }
      <vmm-form-trouble [of]="form" />
    </form>
  `,
})
class SomePage {
  readonly names = ['a', 'b', 'c'] as const;
  readonly isChanged = signal(true);
  readonly calls: { answer: () => void; refuse: (problem: ApiProblem) => void }[] = [];
  readonly form = new SentForm(signal({ a: 'right', b: '', c: '' }), {
    rules: (path) => {
      required(path.a);
      required(path.b);
      required(path.c);
    },
    isReady: () => this.isChanged(),
    send: () => new Promise<void>((answer, refuse) => this.calls.push({ answer, refuse })),
  });
}

describe('a form that is sent', () => {
  let fixture: ComponentFixture<SomePage>;
  let page: SomePage;
  const host = () => fixture.nativeElement as HTMLElement;
  const link = () => host().querySelector('button');
  const trouble = () => host().querySelector('vmm-form-trouble')?.textContent.trim();

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
    Element.prototype.scrollIntoView = () => undefined; // jsdom lays nothing out
    fixture = TestBed.createComponent(SomePage);
    page = fixture.componentInstance;
    document.body.append(host());
    await fixture.whenStable();
  });
  afterEach(() => host().remove());

  const fill = () => {
    for (const name of page.names) page.form.fields[name]().value.set('right');
  };
  async function press() {
    host().querySelector('form')?.requestSubmit();
    await fixture.whenStable();
  }

  it('says nothing before anything was done', () => {
    expect(trouble()).toBe('');
  });

  it('counts what is wrong, sends nothing, and leads to the first wrong field', async () => {
    await press();
    expect(link()?.textContent.trim()).toBe('2 champs sont à corriger.');
    link()?.click();
    expect(document.activeElement?.id).toBe('b');
    page.form.fields.b().value.set('right');
    await fixture.whenStable();
    expect(link()?.textContent.trim()).toBe('Un champ est à corriger.');
    link()?.click();
    expect(document.activeElement?.id).toBe('c');
    expect(page.calls).toEqual([]);
  });

  it('is sent once, however often its button is pressed', async () => {
    fill();
    await press();
    await press();
    expect(page.calls).toHaveLength(1);
    expect(page.form.isBlocked()).toBe(true);
    page.calls[0]?.answer();
    await fixture.whenStable();
    expect(page.form.isBlocked()).toBe(false);
  });

  it('is not sent when there is nothing to send', async () => {
    fill();
    page.isChanged.set(false);
    await press();
    expect(page.calls).toEqual([]);
  });

  it('marks the field that a refusal names, and says beside the button what no field says, until it is sent again', async () => {
    fill();
    await press();
    page.calls[0]?.refuse(taken('/b'));
    await vi.waitFor(() => expect(page.form.fields.b().errors()[0]?.message).toBe('Ce nom est pris.'));
    await fixture.whenStable();
    expect(trouble()).toBe('Un champ est à corriger.');

    page.form.fields.b().value.set('other');
    await press();
    page.calls[1]?.refuse(taken());
    await vi.waitFor(() => expect(trouble()).toBe('Ce nom est pris.'));
    await press();
    expect([trouble(), page.calls.length]).toEqual(['', 3]);
  });
});
