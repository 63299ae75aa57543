import { HttpClient, HttpContext, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { expiredSessionInterceptor } from './expired-session.interceptor';
import { MAY_BE_ANONYMOUS, Session } from './session';

describe('an answer 401', () => {
  const journeys: unknown[][] = [];
  let isExpired = false;

  beforeEach(() => {
    journeys.length = 0;
    isExpired = false;
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([expiredSessionInterceptor])),
        provideHttpClientTesting(),
        { provide: Session, useValue: { expire: () => (isExpired = true) } },
        {
          provide: Router,
          useValue: {
            url: '/machines/7?q=a',
            currentNavigation: () => null,
            navigate: (...journey: unknown[]) => journeys.push(journey),
          },
        },
      ],
    });
  });

  async function ask(context?: HttpContext): Promise<void> {
    const answer = firstValueFrom(TestBed.inject(HttpClient).get('/api/vms', { context }));
    TestBed.inject(HttpTestingController)
      .expectOne('/api/vms')
      .flush(null, { status: 401, statusText: 'Unauthorized' });
    await answer.catch(() => undefined);
  }

  it('leads to the sign-in page, which knows the way back', async () => {
    await ask();
    expect(isExpired).toBe(true);
    expect(journeys).toEqual([[['/connexion'], { queryParams: { retour: '/machines/7?q=a' } }]]);
  });

  it('is an answer like any other where nobody need be signed in', async () => {
    await ask(new HttpContext().set(MAY_BE_ANONYMOUS, true));
    expect(isExpired).toBe(false);
    expect(journeys).toEqual([]);
  });
});
