import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom } from 'rxjs';
import { Clock } from '../time/clock';
import { serverTimeInterceptor } from './server-time.interceptor';

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
