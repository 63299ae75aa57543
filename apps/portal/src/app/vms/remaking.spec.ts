import { TestbedHarnessEnvironment } from '@angular/cdk/testing/testbed';
import { provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { MatButtonHarness } from '@angular/material/button/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { provideRouter } from '@angular/router';
import type { Vm } from '@vm-manager/contracts';
import { EventFeed } from '../events/event-feed';
import { problemInterceptor } from '../http/interceptors';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { sampleTemplate, sampleVm } from '../testing/sample-vm';
import { Remaking } from './remaking';
import { TemplatesClient } from './templates-client';

@Component({ template: '' })
class Page {
  readonly remaking = inject(Remaking);
}

const failed = (change: Partial<Vm> = {}) =>
  sampleVm({ state: 'failed', allowedActions: ['retry', 'rebuild', 'delete'], ...change });
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

describe('making a failed machine anew', () => {
  let api: HttpTestingController;
  let page: Page;
  let loader: ReturnType<typeof TestbedHarnessEnvironment.documentRootLoader>;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideRouter([]),
        provideHttpClient(withInterceptors([problemInterceptor])),
        provideHttpClientTesting(),
        { provide: EventFeed, useValue: { on: () => undefined, publish: () => undefined } },
        { provide: TemplatesClient, useValue: { of: () => () => sampleTemplate() } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    api = TestBed.inject(HttpTestingController);
    const fixture = TestBed.createComponent(Page);
    page = fixture.componentInstance;
    loader = TestbedHarnessEnvironment.documentRootLoader(fixture);
  });

  const send = async (text: RegExp) => (await loader.getHarness(MatButtonHarness.with({ text }))).click();
  async function fill(...passwords: string[]): Promise<void> {
    // The dialog is a part of the program that is loaded when it is asked for.
    const fields = await vi.waitFor(async () => {
      await loader.getHarness(MatInputHarness);
      return loader.getAllHarnesses(MatInputHarness);
    });
    for (const [at, password] of passwords.entries()) await fields[at]?.setValue(password);
  }

  it('asks for nothing while the passwords of the failed try are kept', async () => {
    const done = page.remaking.run(failed({ passwordsKeptUntil: inAnHour() }), 'retry');
    const call = api.expectOne(({ url }) => url.endsWith('/retry'));
    expect(call.request.body).toEqual({});
    call.flush(sampleVm({ state: 'queued' }));
    expect(await done).toBe(true);
  });

  it('asks for the passwords once they are gone, and for nothing else', async () => {
    const done = page.remaking.run(failed({ passwordsKeptUntil: '2020-01-01T00:00:00.000Z' }), 'retry');
    await fill('secret un', 'secret deux');
    await send(/^Réessayer$/);
    const call = api.expectOne(({ url }) => url.endsWith('/retry'));
    expect(call.request.body).toEqual({ password: 'secret un', rootPassword: 'secret deux' });
    call.flush(sampleVm({ state: 'queued' }));
    expect(await done).toBe(true);
  });

  it('rebuilds only with passwords that keep the rules, and says what may be lost', async () => {
    void page.remaking.run(failed({ passwordsKeptUntil: inAnHour() }), 'rebuild');
    await fill('court', 'court');
    await send(/^Reconstruire web1$/);
    api.expectNone(({ url }) => url.endsWith('/rebuild'));
    expect(document.body.textContent).toContain('sera perdu');
    await fill('assez long', 'assez long');
    await send(/^Reconstruire web1$/);
    api.expectOne(({ url }) => url.endsWith('/rebuild')).flush(sampleVm({ state: 'queued' }));
  });

  it('says a refusal in the dialog, which stays', async () => {
    void page.remaking.run(failed(), 'rebuild');
    await fill('assez long', 'assez long');
    await send(/^Reconstruire web1$/);
    const detail = 'Le quota de mémoire est atteint.';
    api
      .expectOne(({ url }) => url.endsWith('/rebuild'))
      .flush(
        { type: '/problems/quota-exceeded', title: detail, status: 409, detail },
        { status: 409, statusText: '' },
      );
    await vi.waitFor(() =>
      expect(document.querySelector('mat-dialog-container')?.textContent).toContain(detail),
    );
  });
});
