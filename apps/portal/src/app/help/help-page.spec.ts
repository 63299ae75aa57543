import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { signal } from '@angular/core';
import { Languages } from '../i18n/languages';
import { Session } from '../session/session';
import { provideFace } from '../testing/face';
import type { Guide } from './guide';
import { HelpPage } from './help-page';

const GUIDES: Guide[] = [
  {
    name: 'guide-etudiant',
    title: 'Guide de l’étudiant',
    sections: [
      { id: '', level: 2, title: '', html: '<p>De la première connexion.</p>' },
      {
        id: 'la-console',
        level: 2,
        title: 'La console',
        html: '<p>Voir <a href="/aide/quotas#la-suite">la suite</a><img src="x" onerror="alert(1)"></p>',
      },
    ],
  },
  {
    name: 'quotas',
    title: 'Quotas et demandes',
    sections: [{ id: 'la-suite', level: 2, title: 'La suite', html: '<p>Un quota.</p>' }],
  },
];

describe('the help', () => {
  async function open(url: string, language: 'fr' | 'en' = 'fr') {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: 'aide/:guide', component: HelpPage }], withComponentInputBinding()),
        { provide: Session, useValue: { user: signal({ role: 'student' }) } },
      ],
    });
    await TestBed.inject(Languages).speak(language);
    const harness = await RouterTestingHarness.create(url);
    TestBed.inject(HttpTestingController).expectOne('/guides/student.json').flush(GUIDES);
    await harness.fixture.whenStable();
    return { harness, page: harness.routeNativeElement! };
  }
  const titleOf = (page: HTMLElement) => page.querySelector('h1')?.textContent;

  it('shows the guide that is asked for, with its headings as anchors and nothing in it that runs', async () => {
    const { page } = await open('/aide/guide-etudiant');
    expect(titleOf(page)).toBe('Guide de l’étudiant');
    expect(page.querySelector('h2#la-console')?.textContent).toBe('La console');
    expect(page.querySelector('nav a[href="/aide/guide-etudiant#la-console"]')).not.toBeNull();
    expect(page.innerHTML).not.toContain('onerror');
  });

  it('shows the reader’s first guide for one that is not theirs', async () => {
    expect(titleOf((await open('/aide/exploitation')).page)).toBe('Guide de l’étudiant');
  });

  it('follows a link of a guide without loading the portal anew', async () => {
    const { harness, page } = await open('/aide/guide-etudiant');
    page.querySelector<HTMLElement>('a[href="/aide/quotas#la-suite"]')?.click();
    await harness.fixture.whenStable();
    expect(TestBed.inject(Router).url).toBe('/aide/quotas#la-suite');
    expect(titleOf(page)).toBe('Quotas et demandes');
  });

  it('searches as one types, and says how much was found', async () => {
    const { harness, page } = await open('/aide/guide-etudiant');
    const box = page.querySelector('input')!;
    box.value = 'quota';
    box.dispatchEvent(new Event('input'));
    await harness.fixture.whenStable();
    expect(TestBed.inject(Router).url).toBe('/aide/guide-etudiant?q=quota');
    expect(page.querySelector('[role=status]')?.textContent).toContain('1 passage trouvé');
    expect(page.querySelector('.found a')?.getAttribute('href')).toBe('/aide/quotas#la-suite');
    expect(page.querySelector('.found mark')?.textContent).toBe('quota');
  });

  it('tells who reads English that the guides are French, and a screen reader where', async () => {
    const { page } = await open('/aide/guide-etudiant', 'en');
    expect(page.textContent).toContain('in French only');
    expect(page.querySelector('vmm-guide-text')?.getAttribute('lang')).toBe('fr');
  });
});
