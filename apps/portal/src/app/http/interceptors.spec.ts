import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom } from 'rxjs';
import { Clock } from '../time/clock';
import { serverTimeInterceptor, problemInterceptor } from './interceptors';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { ApiProblem } from './api-problem';

describe('the clock', () => {
  let clock: Clock;
  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(withInterceptors([serverTimeInterceptor])), provideHttpClientTesting()],
    });
    clock = TestBed.inject(Clock);
  });

  async function answerAt(date: string): Promise<void> {
    const answer = firstValueFrom(TestBed.inject(HttpClient).get('/api/vms'));
    TestBed.inject(HttpTestingController)
      .expectOne('/api/vms')
      .flush([], { headers: { Date: date } });
    await answer;
  }

  it.each([-3 * 3600_000, 3 * 3600_000, -400 * 24 * 3600_000])(
    'is the server’s where the browser’s is wrong by %d ms',
    async (wrongBy) => {
      const server = new Date(Math.floor(Date.now() / 1000) * 1000 - wrongBy);
      await answerAt(server.toUTCString());
      expect(Math.abs(clock.now() - server.getTime())).toBeLessThan(60_000);
      expect(Math.abs(clock.minute() - server.getTime())).toBeLessThan(60_000);
    },
  );

  it('is believed where both agree, and where an answer has no date', async () => {
    const before = clock.minute();
    await answerAt(new Date().toUTCString());
    await answerAt('nonsense');
    expect(clock.minute()).toBe(before);
  });
});

const refusal = {
  type: '/problems/quota-exceeded',
  title: 'Quota atteint',
  status: 409,
  detail: 'Le quota de mémoire est atteint.',
};

describe('the problem interceptor', () => {
  let http: HttpClient;
  let api: HttpTestingController;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
      ],
    });
    http = TestBed.inject(HttpClient);
    api = TestBed.inject(HttpTestingController);
    await TestBed.inject(Languages).speak('fr');
  });

  async function problemOf(respond: () => void): Promise<ApiProblem> {
    const failure = firstValueFrom(http.get('/api/vms')).catch((error: unknown) => error);
    respond();
    const error = await failure;
    if (!(error instanceof ApiProblem)) throw new Error('Not an ApiProblem');
    return error;
  }

  it('asks for answers in the language on screen', async () => {
    await TestBed.inject(Languages).speak('en');
    void firstValueFrom(http.get('/api/vms'));
    expect(api.expectOne('/api/vms').request.headers.get('Accept-Language')).toBe('en');
  });

  it('keeps the sentence, the code and the fields of a refusal', async () => {
    const errors = [{ pointer: '/name', detail: 'Pris.' }];
    const problem = await problemOf(() =>
      api.expectOne('/api/vms').flush({ ...refusal, errors }, { status: 409, statusText: '' }),
    );
    expect([problem.message, problem.code, problem.status]).toEqual([refusal.detail, 'quota-exceeded', 409]);
    expect(problem.errors).toEqual(errors);
  });

  it('reads a problem that came as text', async () => {
    const problem = await problemOf(() =>
      api.expectOne('/api/vms').flush(JSON.stringify(refusal) as never, { status: 409, statusText: '' }),
    );
    expect(problem.code).toBe('quota-exceeded');
  });

  it('tells an unreachable API from an answer that makes no sense', async () => {
    const offline = await problemOf(() => api.expectOne('/api/vms').error(new ProgressEvent('error')));
    const proxy = await problemOf(() =>
      api.expectOne('/api/vms').flush('<h1>Bad gateway</h1>', { status: 502, statusText: '' }),
    );
    const strange = await problemOf(() =>
      api.expectOne('/api/vms').flush('<h1>?</h1>', { status: 500, statusText: '' }),
    );
    expect([offline.code, proxy.code, strange.code]).toEqual(['unreachable', 'unreachable', 'unexpected']);
  });
});
