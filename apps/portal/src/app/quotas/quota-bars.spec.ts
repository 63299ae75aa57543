import { TestBed } from '@angular/core/testing';
import type { Limits, SetLimits, Usage } from '@vm-manager/contracts';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { QuotaBars } from './quota-bars';

const usage: Usage = {
  vms: 3,
  vcpus: 6,
  memoryMiB: 4096,
  diskGiB: 40,
  runningVcpus: 6,
  runningMemoryMiB: 2048,
};
const limits: Limits = {
  vms: 4,
  vcpus: 8,
  memoryMiB: 8192,
  diskGiB: 120,
  runningVcpus: 6,
  runningMemoryMiB: 8192,
};

describe('the bars of a quota', () => {
  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
  });

  function troubles(adds: SetLimits, change: Partial<Limits> = {}) {
    const fixture = TestBed.createComponent(QuotaBars);
    fixture.componentRef.setInput('usage', usage);
    fixture.componentRef.setInput('limits', { ...limits, ...change });
    fixture.componentRef.setInput('adds', adds);
    fixture.detectChanges();
    const page = fixture.nativeElement as HTMLElement;
    return [...page.querySelectorAll('[aria-label="Au-delà de la limite"]')].map((icon) =>
      icon.parentElement!.textContent!.replace(/\s+/g, ' ').trim(),
    );
  }

  it('take a limit that is reached for no fault: 8 of 8 is allowed', () => {
    expect(troubles({ vms: 1, vcpus: 2 })).toEqual([]);
  });
  it('mark what would go beyond, and nothing else', () => {
    expect(troubles({ vcpus: 2, runningVcpus: 2 })).toEqual(['En marche : 8 sur 6']);
    expect(troubles({ vcpus: 3 })).toEqual(['9 sur 8']);
  });
  it('mark what is above a limit that was lowered since', () => {
    expect(troubles({}, { vms: 2 })).toEqual(['3 sur 2']);
  });
});
