import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { layoutNamed, type KeyboardLayout } from './keyboard-layouts';
import { TypedText } from './typed-text';

describe('a text to be typed', () => {
  /** A screen on which each character waits until the test lets it through. */
  async function opened(layout: KeyboardLayout | undefined) {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
    const typed: string[] = [];
    let next: () => void = () => undefined;
    const type = async (text: string, how: { signal: AbortSignal; typed(count: number): void }) => {
      for (const [at, character] of [...text].entries()) {
        await new Promise<void>((resolve) => {
          next = resolve;
          how.signal.addEventListener('abort', () => resolve(), { once: true });
        });
        if (how.signal.aborted) return;
        typed.push(character);
        how.typed(at + 1);
      }
    };
    const fixture = TestBed.createComponent(TypedText);
    fixture.componentRef.setInput('screen', { layout: signal(layout), type });
    fixture.componentRef.setInput('takesKeys', true);
    let isClosed = false;
    fixture.componentInstance.closed.subscribe(() => (isClosed = true));
    fixture.detectChanges();
    await fixture.whenStable();
    const page = fixture.nativeElement as HTMLElement;
    const enter = async (text: string) => {
      const box = page.querySelector('textarea')!;
      box.value = text;
      box.dispatchEvent(new Event('input'));
      await fixture.whenStable();
    };
    const button = (name: string) =>
      [...page.querySelectorAll('button')].find(({ textContent }) => textContent?.trim() === name);
    const click = async (name: string) => {
      button(name)!.click();
      await fixture.whenStable();
    };
    const letThrough = async () => {
      next();
      await new Promise((resolve) => setTimeout(resolve));
      await fixture.whenStable();
    };
    const text = () => page.textContent ?? '';
    return { enter, button, click, letThrough, text, typed, isClosed: () => isClosed };
  }

  it('is typed character by character, with its progress, and gone when it is', async () => {
    const box = await opened(layoutNamed('xkb:fr(oss)'));
    await box.enter('l’é');
    await box.click('Saisir');
    await box.letThrough();
    expect(box.text()).toContain('1 caractères sur 3');
    await box.letThrough();
    expect(box.isClosed()).toBe(false);
    await box.letThrough();
    expect(box.typed.join('')).toBe('l’é');
    expect(box.isClosed()).toBe(true);
  });

  it('is stopped in the middle, and can be typed again', async () => {
    const box = await opened(layoutNamed('xkb:fr(oss)'));
    await box.enter('abc');
    await box.click('Saisir');
    await box.letThrough();
    await box.click('Arrêter');
    await vi.waitFor(() => expect(box.button('Saisir')).toBeDefined());
    expect(box.typed).toEqual(['a']);
    expect(box.isClosed()).toBe(false);
  });

  it('is not begun when a character cannot be typed, which is named', async () => {
    const box = await opened(layoutNamed('windows:040c'));
    await box.enter('œuf 漢');
    expect(box.text()).toContain('ne permet pas de taper\u00a0: œ 漢');
    await box.click('Saisir');
    expect(box.button('Arrêter')).toBeUndefined();
  });

  it('is not begun on a keyboard that nobody knows', async () => {
    const box = await opened(undefined);
    await box.enter('abc');
    expect(box.text()).toContain('ne connaît pas le clavier');
    await box.click('Saisir');
    expect(box.button('Arrêter')).toBeUndefined();
  });
});
