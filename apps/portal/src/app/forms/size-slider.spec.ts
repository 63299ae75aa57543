import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { SizeSlider } from './size-slider';

@Component({
  imports: [SizeSlider],
  template: `
    <form (submit)="sent($event)">
      <vmm-size-slider [field]="form.memoryMiB" label="Mémoire" [limits]="limits()" [format]="format" />
      <button type="submit">Créer</button>
    </form>
  `,
})
class Page {
  readonly limits = signal({ min: 512, max: 8192 });
  readonly form = form(signal({ memoryMiB: 2048 }));
  readonly format = (mib: number) => `${mib / 1024} Gio`;
  submits = 0;
  sent(event: Event): void {
    event.preventDefault();
    this.submits++;
  }
}

describe('a slider of a size', () => {
  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
  });

  async function open(limits = { min: 512, max: 8192 }) {
    const fixture = TestBed.createComponent(Page);
    fixture.componentInstance.limits.set(limits);
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }

  it('says its value as a person reads it', async () => {
    expect((await open()).querySelector('input')?.getAttribute('aria-valuetext')).toBe('2 Gio');
  });

  it('leaves Enter without an effect: it creates no machine', async () => {
    const enter = new KeyboardEvent('keydown', { key: 'Enter', cancelable: true, bubbles: true });
    (await open()).querySelector('input')?.dispatchEvent(enter);
    expect(enter.defaultPrevented).toBe(true);
  });

  it('is no slider where nothing can be chosen', async () => {
    const page = await open({ min: 2048, max: 2048 });
    expect(page.querySelector('input')).toBeNull();
    expect(page.textContent).toContain('2 Gio');
  });
});
