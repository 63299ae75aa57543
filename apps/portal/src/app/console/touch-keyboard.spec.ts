import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { TouchKeyboard } from './touch-keyboard';

describe('the on-screen keyboard of a console', () => {
  let fixture: ComponentFixture<TouchKeyboard>;
  let field: HTMLTextAreaElement;
  let button: HTMLButtonElement;
  const said: unknown[] = [];

  beforeEach(async () => {
    said.length = 0;
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
    fixture = TestBed.createComponent(TouchKeyboard);
    fixture.componentRef.setInput('disabled', false);
    fixture.componentInstance.edited.subscribe((edit) => said.push(edit));
    fixture.componentInstance.pressed.subscribe(({ code }) => said.push(code));
    // As on a phone; a wide screen with a mouse has none.
    fixture.nativeElement.style.display = 'block';
    await fixture.whenStable();
    field = fixture.nativeElement.querySelector('textarea');
    button = fixture.nativeElement.querySelector('button');
  });

  const type = (value: string) => {
    field.value = value;
    field.dispatchEvent(new Event('input'));
  };

  it('opens and closes by its button', async () => {
    button.click();
    await fixture.whenStable();
    expect(document.activeElement).toBe(field);
    expect(button.getAttribute('aria-pressed')).toBe('true');
    button.click();
    await fixture.whenStable();
    expect(button.getAttribute('aria-pressed')).toBe('false');
  });

  it('tells what is typed, completed and taken back, from the first key on', () => {
    button.click();
    const start = field.value;
    type(`${start}l`);
    type(`${start}ls `);
    type(start);
    type(start.slice(0, -1));
    expect(said).toEqual([
      { removed: 0, added: 'l' },
      { removed: 0, added: 's ' },
      { removed: 3, added: '' },
      { removed: 1, added: '' },
    ]);
  });

  it('tells keys without a text as keys, once', () => {
    button.click();
    const enter = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true });
    field.dispatchEvent(enter);
    expect(enter.defaultPrevented).toBe(true);
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', cancelable: true }));
    expect(said).toEqual(['Enter']);
  });

  it('never runs out of something to take back', () => {
    button.click();
    for (let times = 0; times < 250; times++) type(field.value.slice(0, -1));
    expect(said).toHaveLength(250);
  });
});
