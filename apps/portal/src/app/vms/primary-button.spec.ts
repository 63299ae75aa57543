import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component, inject, signal } from '@angular/core';
import { type ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { Vm, VmGone } from '@vm-manager/contracts';
import { EventFeed } from '../events/event-feed';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { sampleVm } from '../testing/sample-vm';
import { HOLD_MS, PrimaryButton } from './primary-button';

const shown = signal<Vm>(sampleVm());

@Component({ imports: [PrimaryButton], template: '<vmm-primary-button [vm]="vm()" />' })
class Card {
  protected readonly vm = shown;
  protected readonly feed = inject(EventFeed);
}

describe('the one thing to do next', () => {
  let fixture: ComponentFixture<Card>;
  let api: HttpTestingController;

  beforeEach(async () => {
    shown.set(sampleVm({ state: 'stopped' }));
    const publish = (_kind: string, vm: Vm | VmGone) => !('gone' in vm) && shown.set(vm);
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideRouter([]),
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: EventFeed, useValue: { on: () => undefined, publish } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    api = TestBed.inject(HttpTestingController);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    fixture = TestBed.createComponent(Card);
    fixture.detectChanges();
  });
  afterEach(() => vi.useRealTimers());

  const page = () => fixture.nativeElement as HTMLElement;
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    fixture.detectChanges();
  };
  const start = async () => {
    page().querySelector('button')!.click();
    await settle();
  };

  it('shows at once what was asked for, before the portal answers', async () => {
    await start();
    expect(shown().state).toBe('starting');
    expect(page().textContent).toContain('Démarrage');
    expect(page().querySelector('mat-progress-spinner')).not.toBeNull();
    api.expectOne('/api/vms/' + shown().id + '/start').flush(sampleVm({ state: 'starting' }));
  });

  it('puts nothing under the pointer for the second click of a double click, and asks once', async () => {
    await start();
    api.expectOne('/api/vms/' + shown().id + '/start').flush(sampleVm({ state: 'starting' }));
    await settle();
    expect(page().querySelector('a')).toBeNull();
    page().querySelector('button')!.click();
    api.expectNone('/api/vms/' + shown().id + '/start');
    vi.advanceTimersByTime(HOLD_MS);
    await settle();
    expect(page().querySelector('a')?.textContent).toContain('Ouvrir la console');
  });

  it('shows the machine as it is after a refusal', async () => {
    await start();
    const path = `/api/vms/${shown().id}`;
    api.expectOne(`${path}/start`).flush({}, { status: 409, statusText: 'Conflict' });
    await settle();
    api.expectOne(path).flush(sampleVm({ state: 'stopped' }));
    await settle();
    expect(shown().state).toBe('stopped');
    expect(page().querySelector('button')?.textContent).toContain('Démarrer');
  });
});
