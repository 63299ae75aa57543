import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ApplicationRef } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { problemInterceptor } from '../http/interceptors';
import { provideFace } from '../testing/face';
import { HealthClient } from './health-client';

describe('how the parts are', () => {
  async function answered(status: number, body: object) {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
      ],
    });
    const health = TestBed.runInInjectionContext(() => TestBed.inject(HealthClient).current());
    TestBed.tick();
    TestBed.inject(HttpTestingController)
      .expectOne('/api/health/ready')
      .flush(body, { status, statusText: '' });
    await TestBed.inject(ApplicationRef).whenStable();
    return health;
  }

  it('is known also while a part that is needed is down', async () => {
    const parts = { libvirt: { status: 'down', detail: 'no socket' } };
    const health = await answered(503, { status: 'down', parts });
    expect(health.value()?.parts['libvirt']).toEqual({ status: 'down', detail: 'no socket' });
  });

  it('is not known where the answer says nothing of it', async () => {
    const health = await answered(503, { type: '/problems/too-busy', title: 'x', status: 503, detail: 'y' });
    expect(health.error()).toMatchObject({ status: 503 });
    expect(health.hasValue()).toBe(false);
  });
});
