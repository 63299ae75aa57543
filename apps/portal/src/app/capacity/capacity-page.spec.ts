import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import type { HostCapacity } from '@vm-manager/contracts';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { CapacityPage } from './capacity-page';

const host = (name: string, vms: number, runningMemoryMiB: number): HostCapacity => ({
  host: name,
  cores: 8,
  memoryMiB: 32768,
  diskFreeGiB: 300,
  limits: { runningVcpus: 64, runningMemoryMiB: 30720, diskGiB: 600 },
  promised: { vms, vcpus: 20, memoryMiB: 29696, diskGiB: 200, runningVcpus: 12, runningMemoryMiB },
  used: { memoryMiB: 18000, diskGiB: 40 },
});

it('the page of capacity shows each host by itself: its machines, and where it gets tight', async () => {
  TestBed.configureTestingModule({
    providers: [provideHttpClient(), provideHttpClientTesting(), provideFace()],
  });
  await TestBed.inject(Languages).speak('fr');
  const fixture = TestBed.createComponent(CapacityPage);
  fixture.detectChanges();
  TestBed.inject(HttpTestingController)
    .expectOne('/api/capacity')
    .flush([host('grand', 3, 4096), host('plein', 14, 29696)]);
  await fixture.whenStable();
  const page = fixture.nativeElement as HTMLElement;
  const sections = [...page.querySelectorAll('section.panel')].map((section) => ({
    title: section.querySelector('h2')!.textContent!.replace(/\s+/g, ' ').trim(),
    tight: section.querySelectorAll('.tight').length,
  }));
  expect(sections).toEqual([
    { title: 'grand 3 machines', tight: 0 },
    { title: 'plein 14 machines', tight: 1 },
  ]);
});
