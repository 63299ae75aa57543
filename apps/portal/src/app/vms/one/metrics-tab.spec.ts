import { provideHttpClient } from '@angular/common/http';
import { Component, input, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { GuestFileSystems, VmMetrics } from '@vm-manager/contracts';
import { Languages } from '../../i18n/languages';
import { MeasurementsClient } from '../../measurements/measurements-client';
import { TimeChart } from '../../measurements/time-chart';
import { provideFace } from '../../testing/face';
import { sampleVm } from '../../testing/sample-vm';
import { CurrentVm } from './current-vm';
import { MetricsTab } from './metrics-tab';

/** There is no canvas here: what it would be given. */
@Component({ selector: 'vmm-time-chart', template: '{{ label() }}' })
class Words {
  readonly label = input<string>();
  readonly times = input<unknown>();
  readonly lines = input<unknown>();
  readonly ceiling = input<unknown>();
  readonly steps = input<unknown>();
  readonly span = input<unknown>();
  readonly format = input<unknown>();
}

/** With spaces of one kind. */
const plain = (element: Element | null) => element?.textContent.replace(/\s/g, ' ');

const point = (minute: number, cpu: number) => ({
  at: `2026-11-27T20:0${minute}:00.000Z`,
  cpu,
  ...{ memoryMiB: 512, diskReadBytesPerSecond: 2048, diskWriteBytesPerSecond: 3 * 2 ** 20 },
  ...{ networkInBytesPerSecond: 0, networkOutBytesPerSecond: 0 },
});

describe('what a machine used', () => {
  async function show(
    metrics: VmMetrics,
    inside: GuestFileSystems = { fileSystems: null },
  ): Promise<HTMLElement> {
    const known = <T>(value: T) => ({ hasValue: () => true, value: signal(value), error: () => undefined });
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(),
        provideRouter([]),
        {
          provide: MeasurementsClient,
          useValue: { of: () => known(metrics), fileSystems: () => known(inside) },
        },
        { provide: CurrentVm, useValue: { id: signal('vm'), vm: signal(sampleVm()) } },
      ],
    });
    TestBed.overrideComponent(MetricsTab, { remove: { imports: [TimeChart] }, add: { imports: [Words] } });
    await TestBed.inject(Languages).speak('fr');
    const fixture = TestBed.createComponent(MetricsTab);
    fixture.detectChanges();
    return fixture.nativeElement as HTMLElement;
  }

  it('is said in words and as a table beside the curves', async () => {
    const page = await show({ stepSeconds: 10, points: [point(0, 0.2), point(4, 0.6)] });
    expect(plain(page.querySelector('vmm-time-chart'))).toBe(
      'Processeur · Processeur : 60 % maintenant, 40 % en moyenne, 60 % au plus',
    );
    const rows = [...page.querySelectorAll('tbody tr')].map((row) =>
      [...row.querySelectorAll('td')].map((cell) => plain(cell)),
    );
    expect(rows.map(([cpu]) => cpu)).toEqual(['60 %', '20 %']);
    expect(rows[0]?.slice(1, 4)).toEqual(['512 Mio', '2 Kio/s', '3 Mio/s']);
  });

  it('is nothing while the machine is off', async () => {
    const page = await show({ stepSeconds: 10, points: [] });
    expect(page.textContent).toContain('Aucune mesure sur cette période');
    expect(page.querySelector('details')).toBeNull();
  });

  it('has a warning when the machine is nearly full inside', async () => {
    const fileSystems = [
      { mountPoint: '/', type: 'ext4', usedMiB: 9300, sizeMiB: 10_000 },
      { mountPoint: '/srv', type: 'ext4', usedMiB: 100, sizeMiB: 10_000 },
    ];
    const page = await show({ stepSeconds: 10, points: [] }, { fileSystems });
    const lines = [...page.querySelectorAll('.inside li')].map((line) => line.textContent);
    expect(lines[0]).toContain('Presque plein');
    expect(lines[1]).not.toContain('Presque plein');
  });
});
