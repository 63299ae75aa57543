import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { EventFeed } from '../events/event-feed';
import { problemInterceptor } from '../http/interceptors';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { Clock } from '../time/clock';
import { SignInPage } from './sign-in-page';

describe('the sign-in page', () => {
  let fixture: ComponentFixture<SignInPage>;
  let api: HttpTestingController;
  const second = signal(Date.now());

  beforeEach(async () => {
    second.set(Date.now());
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        provideRouter([]),
        { provide: Clock, useValue: { second, minute: second } },
        {
          provide: EventFeed,
          useValue: { start: () => undefined, end: () => undefined, onLost: () => undefined },
        },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    fixture = TestBed.createComponent(SignInPage);
    api = TestBed.inject(HttpTestingController);
    TestBed.tick();
    api
      .expectOne('/api/platform')
      .flush({ fake: false, emulated: false, version: '0.1.0', timeZone: 'Europe/Paris', binDays: 7 });
    await fixture.whenStable();
  });

  const text = () => (fixture.nativeElement.textContent as string).replaceAll(/\s+/g, ' ');

  const field = (name: string) =>
    fixture.nativeElement.querySelector(`input[name=${name}]`) as HTMLInputElement;
  function type(name: string, value: string): void {
    field(name).value = value;
    field(name).dispatchEvent(new Event('input'));
  }
  const submit = () => fixture.nativeElement.querySelector('button[type=submit]').click();

  async function refused(status: number, code: string, detail: string, headers = {}): Promise<void> {
    type('username', 'alice');
    type('password', 'faux');
    submit();
    const problem = { type: `/problems/${code}`, title: detail, status, detail };
    api.expectOne('/api/auth/login').flush(problem, { status, statusText: '', headers });
    await vi.waitFor(async () => {
      await fixture.whenStable();
      expect(text()).toContain(detail);
    });
  }

  it('counts down the wait after too many attempts, then says that one may try again', async () => {
    await refused(429, 'too-many-attempts', 'Trop d’essais.', { 'Retry-After': '45' });
    expect(text()).toContain('Réessayez dans 45 s');
    second.update((now) => now + 40_000);
    await fixture.whenStable();
    expect(text()).toContain('Réessayez dans 5 s');
    second.update((now) => now + 60_000);
    await fixture.whenStable();
    expect(text()).toContain('Vous pouvez réessayer.');
  });

  it('tells that local accounts still open when the directory is down', async () => {
    await refused(503, 'directory-unavailable', 'L’annuaire ne répond pas.');
    expect(text()).toContain('comptes locaux');
  });

  it('asks for what is missing, and sends nothing meanwhile', async () => {
    type('username', 'alice');
    submit();
    await fixture.whenStable();
    expect(field('password').getAttribute('aria-invalid')).toBe('true');
    expect(field('username').getAttribute('aria-invalid')).toBe('false');
    expect(text()).toContain('Indiquez votre mot de passe');
    api.expectNone('/api/auth/login');
    type('password', 's');
    await fixture.whenStable();
    expect(field('password').getAttribute('aria-invalid')).toBe('false');
  });

  it('counts nothing down after a wrong password', async () => {
    await refused(401, 'wrong-credentials', 'Mot de passe incorrect.');
    expect(text()).not.toContain('Encore');
  });
});
