import {
  Component,
  DestroyRef,
  ElementRef,
  ViewEncapsulation,
  afterRenderEffect,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core';
import type uPlot from 'uplot';
import type { Axis, Series } from 'uplot';
import { Languages } from '../i18n/languages';
import { localeOf } from '../i18n/format';
import { SchoolTime } from '../i18n/school-time';
import { Clock } from '../time/clock';
import { Theme } from '../ui/theme';

export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** A colour of the theme, such as `--vmm-accent`. */
  readonly colour: string;
}

const HEIGHT = 160;
const DAY_SECONDS = 24 * 3600;

/** Lines over time, drawn by uPlot. What they say has to stand beside it in words: this is a picture. */
@Component({
  selector: 'vmm-time-chart',
  template: `<div #place></div>`,
  styleUrl: './time-chart.scss',
  // uPlot makes its own elements.
  encapsulation: ViewEncapsulation.None,
  host: { role: 'img', '[attr.aria-label]': 'label()' },
})
export class TimeChart {
  readonly times = input.required<readonly number[]>();
  readonly lines = input.required<readonly Line[]>();
  readonly label = input.required<string>();
  /** The highest value that the axis shows at least; without it, what there is. */
  readonly ceiling = input<number>();
  /** Between which values of the axis there may be. */
  readonly steps = input.required<readonly number[]>();
  /** How many seconds up to now are shown, also those of which nothing is known. */
  readonly span = input.required<number>();
  readonly format = input.required<(value: number) => string>();

  private readonly place = viewChild.required<ElementRef<HTMLElement>>('place');
  private readonly languages = inject(Languages);
  private readonly school = inject(SchoolTime);
  private readonly theme = inject(Theme);
  private readonly clock = inject(Clock);
  private readonly library = signal<typeof uPlot | undefined>(undefined);
  private chart: uPlot | undefined;

  constructor() {
    const destroyed = inject(DestroyRef);
    void import('uplot').then(({ default: library }) => this.library.set(library));
    // The drawing is outside Angular's templates.
    afterRenderEffect(() => {
      const library = this.library();
      if (!library) return;
      this.theme.choice();
      this.languages.active();
      const { lines, times } = { lines: this.lines(), times: this.times() };
      const values = [times, ...lines.map((line) => line.values)] as uPlot.AlignedData;
      const element = this.place().nativeElement;
      this.chart?.destroy();
      this.chart = new library(this.options(library, element), values, element);
    });
    const watching = new ResizeObserver(([entry]) => {
      const width = Math.floor(entry?.contentRect.width ?? 0);
      if (width > 0 && width !== this.chart?.width) this.chart?.setSize({ width, height: HEIGHT });
    });
    afterRenderEffect(() => watching.observe(this.place().nativeElement));
    destroyed.onDestroy(() => {
      watching.disconnect();
      this.chart?.destroy();
    });
  }

  private options(library: typeof uPlot, element: HTMLElement): uPlot.Options {
    const style = getComputedStyle(element);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const axis: Axis = {
      stroke: colourOf(element, '--vmm-muted'),
      font: `12px ${colour('--vmm-font')}`,
      grid: { stroke: colourOf(element, '--vmm-line'), width: 1 },
      ticks: { show: false },
    };
    const ceiling = this.ceiling();
    return {
      width: Math.max(1, element.clientWidth),
      height: HEIGHT,
      // The figures stand beside it; a pointer gets them by the cursor.
      legend: { show: true, live: true },
      cursor: { drag: { x: false, y: false } },
      tzDate: (seconds) => library.tzDate(new Date(seconds * 1000), this.school.zone()),
      scales: {
        x: { range: () => this.window() },
        y: { range: (_chart, _least, most) => [0, Math.max(ceiling ?? 0, most * 1.1, Number.MIN_VALUE)] },
      },
      axes: [
        { ...axis, values: (_chart, moments) => this.momentsOf(moments), space: 64, size: 28 },
        {
          ...axis,
          values: (_chart, values) => values.map((value) => this.format()(value)),
          incrs: [...this.steps()],
          size: 76,
        },
      ],
      series: [
        { value: (_chart, moment) => (moment === null ? '' : this.momentOf(moment)), label: '' },
        ...this.lines().map((line): Series => ({
          label: line.name,
          stroke: colourOf(element, line.colour),
          width: 1.5,
          spanGaps: false,
          // Of a value alone there is no line.
          points: { show: true, size: 4, filter: (chart, line) => alone(chart.data[line] ?? []) },
          value: (_chart, value) => (value === null ? '–' : this.format()(value)),
        })),
      ],
    };
  }

  private window(): [number, number] {
    const now = this.clock.now() / 1000;
    return [now - this.span(), now];
  }

  private momentsOf(moments: readonly number[]): string[] {
    const [first = 0, last = 0] = [moments[0], moments.at(-1)];
    const isLong = last - first >= DAY_SECONDS;
    const format = this.formatOf(
      isLong ? { weekday: 'short', day: 'numeric' } : { hour: '2-digit', minute: '2-digit' },
    );
    return moments.map((moment) => format.format(moment * 1000));
  }

  private momentOf(moment: number): string {
    return this.formatOf({ weekday: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(
      moment * 1000,
    );
  }

  private formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return new Intl.DateTimeFormat(localeOf(this.languages.active()), {
      ...options,
      timeZone: this.school.zone(),
    });
  }
}

function alone(values: ArrayLike<number | null | undefined>): number[] {
  const isThere = (at: number) => (values[at] ?? null) !== null;
  return Array.from(values, (_, at) => at).filter(
    (at) => isThere(at) && !isThere(at - 1) && !isThere(at + 1),
  );
}

/** A canvas knows no `light-dark()`: what it comes to here is asked of an element that has it. */
function colourOf(place: HTMLElement, name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  place.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
