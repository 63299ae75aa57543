import { Component, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { FormField, form, required } from '@angular/forms/signals';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { WrongFields } from './wrong-fields';

@Component({
  imports: [FormField, WrongFields],
  template: `
    <form>
      <input id="a" [formField]="form.a" [attr.aria-invalid]="form.a().touched() && form.a().invalid()" />
      <input id="b" [formField]="form.b" [attr.aria-invalid]="form.b().touched() && form.b().invalid()" />
      <input id="c" [formField]="form.c" [attr.aria-invalid]="form.c().touched() && form.c().invalid()" />
      <vmm-wrong-fields [of]="form" />
    </form>
  `,
})
class SomeForm {
  readonly form = form(signal({ a: 'right', b: '', c: '' }), (path) => {
    required(path.a);
    required(path.b);
    required(path.c);
  });
}

describe('what is wrong in a form', () => {
  let fixture: ComponentFixture<SomeForm>;
  const link = () => (fixture.nativeElement as HTMLElement).querySelector('button');

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
    Element.prototype.scrollIntoView = () => undefined; // jsdom lays nothing out
    fixture = TestBed.createComponent(SomeForm);
    document.body.append(fixture.nativeElement);
    await fixture.whenStable();
  });
  afterEach(() => fixture.nativeElement.remove());

  it('is not said before anything was done', () => {
    expect(link()).toBeNull();
  });

  it('is counted, and leads to the first wrong field', async () => {
    for (const field of ['a', 'b', 'c'] as const) fixture.componentInstance.form[field]().markAsTouched();
    await fixture.whenStable();
    expect(link()?.textContent.trim()).toBe('2 champs sont à corriger.');
    link()?.click();
    expect(document.activeElement?.id).toBe('b');
    fixture.componentInstance.form.b().value.set('right');
    await fixture.whenStable();
    expect(link()?.textContent.trim()).toBe('Un champ est à corriger.');
    link()?.click();
    expect(document.activeElement?.id).toBe('c');
  });
});
