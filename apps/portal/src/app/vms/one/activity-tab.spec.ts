import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import type { Job, Vm } from '@vm-manager/contracts';
import { EventFeed } from '../../events/event-feed';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { sampleJob, sampleVm } from '../../testing/sample-vm';
import { VmsClient } from '../vms-client';
import { ActivityTab } from './activity-tab';
import { CurrentVm } from './current-vm';

const gone = {
  type: '/problems/machine-gone',
  title: 'La machine n’existe plus',
  status: 500,
  detail: 'La machine n’existe plus sur l’hôte.',
};

describe('the activity of a machine', () => {
  async function show(vm: Vm, jobs: Job[]): Promise<HTMLElement> {
    const list = { hasValue: () => true, value: signal(jobs), error: () => undefined };
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: EventFeed, useValue: { on: () => undefined, onReopened: () => undefined } },
        { provide: VmsClient, useValue: { jobs: () => list, log: () => new Promise(() => undefined) } },
        { provide: CurrentVm, useValue: { id: signal(vm.id), vm: signal(vm) } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    const fixture = TestBed.createComponent(ActivityTab);
    fixture.detectChanges();
    return fixture.nativeElement as HTMLElement;
  }

  it('tells what broke since the last job, and puts no green ticks in front of it', async () => {
    const page = await show(sampleVm({ state: 'failed', problem: gone }), [
      sampleJob({ state: 'succeeded' }),
    ]);
    expect(page.querySelector('li')?.textContent).toContain('La machine n’existe plus sur l’hôte.');
    expect(page.querySelector('vmm-job-steps')).toBeNull();
  });

  it('lets the job that failed tell it', async () => {
    const job = sampleJob({ state: 'failed', problem: gone });
    const page = await show(sampleVm({ state: 'failed', job }), [job]);
    expect(page.querySelector('.broke')).toBeNull();
    expect(page.querySelector('vmm-job-steps')).not.toBeNull();
  });
});
