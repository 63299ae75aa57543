import { Component, computed, inject, input } from '@angular/core';
import { MatButtonToggleModule } from '@angular/material/button-toggle';
import { MatIcon } from '@angular/material/icon';
import { Router } from '@angular/router';
import type { FileSystem, MetricsPoint, MetricsRange } from '@vm-manager/contracts';
import { decimal, localeOf, percent } from '../../i18n/format';
import { Languages } from '../../i18n/languages';
import { SchoolTime } from '../../i18n/school-time';
import { injectSizes } from '../../i18n/sizes';
import { injectTranslate } from '../../i18n/translate';
import { CHARTS, type ChartName, type Figure, curvesOf, summaryOf, tableOf } from '../../measurements/curves';
import { MeasurementsClient } from '../../measurements/measurements-client';
import { TimeChart } from '../../measurements/time-chart';
import { BlankSlate } from '../../ui/blank-slate';
import { ProblemNote } from '../../ui/problem-note';
import { CurrentVm } from './current-vm';

/** In the address. */
const RANGES = { heure: 'hour', semaine: 'week' } as const satisfies Record<string, MetricsRange>;
const SPAN_SECONDS: Record<MetricsRange, number> = { hour: 3600, week: 7 * 24 * 3600 };
/** As many rows as a person reads. */
const ROWS = 28;
const COLOURS: Record<Figure, string> = {
  cpu: '--vmm-accent',
  memoryMiB: '--vmm-accent',
  diskReadBytesPerSecond: '--vmm-suspended',
  diskWriteBytesPerSecond: '--vmm-changing',
  networkInBytesPerSecond: '--vmm-suspended',
  networkOutBytesPerSecond: '--vmm-changing',
};
const NAMES = Object.keys(CHARTS) as ChartName[];
const FIGURES = Object.values(CHARTS).flat();
const KIB = 1024;
/** As a scale is divided: what is counted in Kio is round in powers of two. */
const SHARES = [0.25, 0.5];
const POWERS_OF_TWO = Array.from({ length: 42 }, (_, power) => 2 ** power);
/** What a person should see to before the system cannot write any more. */
const NEARLY_FULL = 0.9;

/** What the machine used in the last hour or week, drawn and in figures, and how full it is inside. */
@Component({
  selector: 'vmm-metrics-tab',
  imports: [BlankSlate, MatButtonToggleModule, MatIcon, ProblemNote, TimeChart],
  templateUrl: './metrics-tab.html',
  styleUrl: './metrics-tab.scss',
})
export class MetricsTab {
  /** Query parameter. */
  readonly periode = input<string>();
  protected readonly t = injectTranslate();
  protected readonly sizes = injectSizes();
  private readonly languages = inject(Languages);
  private readonly school = inject(SchoolTime);
  private readonly router = inject(Router);
  private readonly current = inject(CurrentVm);
  private readonly client = inject(MeasurementsClient);

  protected readonly ranges = Object.keys(RANGES) as (keyof typeof RANGES)[];
  protected readonly chosen = computed(() => this.ranges.find((name) => name === this.periode()) ?? 'heure');
  protected readonly span = computed(() => SPAN_SECONDS[RANGES[this.chosen()]]);
  protected readonly metrics = this.client.of(this.current.id, () => RANGES[this.chosen()]);
  protected readonly inside = this.client.fileSystems(this.current.id);
  protected readonly fileSystems = computed(() =>
    ((this.inside.hasValue() ? this.inside.value().fileSystems : null) ?? []).map((one) => ({
      ...one,
      share: one.usedMiB / one.sizeMiB,
      isNearlyFull: one.usedMiB / one.sizeMiB >= NEARLY_FULL,
    })),
  );
  private readonly known = computed(() => (this.metrics.hasValue() ? this.metrics.value() : undefined));
  private readonly curves = computed(() => {
    const metrics = this.known();
    return metrics && metrics.points.length > 0 ? curvesOf(metrics) : undefined;
  });
  protected readonly charts = computed(() => {
    const curves = this.curves();
    if (!curves) return undefined;
    return NAMES.map((name) => {
      const lines = CHARTS[name].map((figure) => ({
        name: this.t(`measurements.line.${figure}`),
        values: curves.values[figure],
        colour: COLOURS[figure],
        summary: summaryOf(curves.values[figure]),
        format: this.formatOf(figure),
      }));
      return {
        name,
        lines,
        times: curves.times,
        ceiling: this.ceilingOf(name),
        steps: name === 'cpu' ? SHARES : POWERS_OF_TWO,
        format: this.formatOf(CHARTS[name][0]),
        label: [this.t(`measurements.chart.${name}`), ...lines.map((line) => this.inWords(line))].join(' · '),
      };
    });
  });
  protected readonly figures = FIGURES;
  protected readonly rows = computed(() => {
    const metrics = this.known();
    if (!metrics) return [];
    const format = new Intl.DateTimeFormat(localeOf(this.languages.active()), {
      ...{ weekday: 'short', hour: '2-digit', minute: '2-digit' },
      timeZone: this.school.zone(),
    });
    return tableOf(metrics, Math.ceil(this.span() / ROWS / 60) * 60)
      .reverse()
      .map((row) => ({
        at: row.at,
        when: format.format(new Date(row.at)),
        cells: FIGURES.map((figure) => this.formatOf(figure)(row[figure])),
      }));
  });

  protected choose(periode: string): void {
    void this.router.navigate([], {
      queryParams: { periode },
      queryParamsHandling: 'merge',
      replaceUrl: true,
    });
  }

  protected percent(share: number): string {
    return percent(share, this.languages.active());
  }

  protected fullness({ usedMiB, sizeMiB }: FileSystem): string {
    return this.t('measurements.used-of', {
      used: this.sizes.memory(usedMiB),
      size: this.sizes.memory(sizeMiB),
    });
  }

  private ceilingOf(name: ChartName): number | undefined {
    if (name === 'cpu') return 1;
    return name === 'memory' ? this.current.vm()?.memoryMiB : undefined;
  }

  private formatOf(figure: keyof Omit<MetricsPoint, 'at'>): (value: number) => string {
    if (figure === 'cpu') return (value) => this.percent(value);
    if (figure === 'memoryMiB') return (value) => this.sizes.memory(Math.round(value));
    return (value) => this.rate(value);
  }

  private rate(bytesPerSecond: number): string {
    const isLarge = bytesPerSecond >= KIB ** 2;
    const value = decimal(bytesPerSecond / (isLarge ? KIB ** 2 : KIB), this.languages.active());
    return this.t(isLarge ? 'measurements.mib-per-second' : 'measurements.kib-per-second', { value });
  }

  private inWords({
    name,
    summary,
    format,
  }: {
    name: string;
    summary: ReturnType<typeof summaryOf>;
    format: (value: number) => string;
  }): string {
    if (!summary) return name;
    return this.t('measurements.in-words', {
      name,
      now: format(summary.now),
      mean: format(summary.mean),
      most: format(summary.most),
    });
  }
}
