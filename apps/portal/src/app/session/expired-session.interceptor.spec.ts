import { HttpClient, HttpContext, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { MatDialog } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { firstValueFrom, of } from 'rxjs';
import { UnsavedTyping } from '../program-parts/unsaved-typing';
import { expiredSessionInterceptor } from './expired-session.interceptor';
import { MAY_BE_ANONYMOUS, Session } from './session';

describe('an answer 401', () => {
  const journeys: unknown[][] = [];
  const user = { username: 'alice' };
  let isExpired = false;
  let isTyped = false;
  let isSignedInAgain = false;

  beforeEach(() => {
    journeys.length = 0;
    isExpired = isTyped = isSignedInAgain = false;
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([expiredSessionInterceptor])),
        provideHttpClientTesting(),
        { provide: Session, useValue: { user: () => user, expire: () => (isExpired = true) } },
        { provide: UnsavedTyping, useValue: { isThere: () => isTyped } },
        { provide: MatDialog, useValue: { open: () => ({ afterClosed: () => of(isSignedInAgain) }) } },
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

  it('leaves a page alone in which something is typed, once one has signed in again over it', async () => {
    isTyped = isSignedInAgain = true;
    await ask();
    await import('./open-sign-in-again');
    await Promise.resolve();
    expect(isExpired).toBe(false);
    expect(journeys).toEqual([]);
  });

  it('leads to the sign-in page all the same for who does not', async () => {
    isTyped = true;
    await ask();
    await vi.waitFor(() => expect(journeys.length).toBe(1));
    expect(isExpired).toBe(true);
  });

  it('is an answer like any other where nobody need be signed in', async () => {
    await ask(new HttpContext().set(MAY_BE_ANONYMOUS, true));
    expect(isExpired).toBe(false);
    expect(journeys).toEqual([]);
  });
});
