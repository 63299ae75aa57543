import type { MetricsPoint, VmMetrics } from '@vm-manager/contracts';

/** What is drawn in one chart, as the names of its lines. */
export const CHARTS = {
  cpu: ['cpu'],
  memory: ['memoryMiB'],
  disk: ['diskReadBytesPerSecond', 'diskWriteBytesPerSecond'],
  network: ['networkInBytesPerSecond', 'networkOutBytesPerSecond'],
} as const;
export type ChartName = keyof typeof CHARTS;
export type Figure = Exclude<keyof MetricsPoint, 'at'>;

/** Moments in seconds and, for each line, its value at each of them; null where nothing was measured. */
export interface Curves {
  readonly times: readonly number[];
  readonly values: Readonly<Record<Figure, readonly (number | null)[]>>;
}

const FIGURES = Object.values(CHARTS).flat();
const ofEach = <T>(valueOf: (figure: Figure) => T) =>
  FIGURES.reduce((all, figure) => ({ ...all, [figure]: valueOf(figure) }), {} as Record<Figure, T>);

/** A step may come late: a hole as wide as two is one. */
const HOLE_STEPS = 2.5;

/** The points as lines that break off where there is a hole between them. */
export function curvesOf({ points, stepSeconds }: VmMetrics): Curves {
  const times: number[] = [];
  const rows: (MetricsPoint | null)[] = [];
  for (const point of points) {
    const at = Date.parse(point.at) / 1000;
    const before = times.at(-1);
    if (before !== undefined && at - before > HOLE_STEPS * stepSeconds) {
      times.push(before + stepSeconds);
      rows.push(null);
    }
    times.push(at);
    rows.push(point);
  }
  return { times, values: ofEach((figure) => rows.map((row) => row?.[figure] ?? null)) };
}

export interface Summary {
  readonly now: number;
  readonly mean: number;
  readonly most: number;
}

/** What a line says in figures; undefined where there is none. */
export function summaryOf(values: readonly (number | null)[]): Summary | undefined {
  const known = values.filter((value) => value !== null);
  const now = known.at(-1);
  if (now === undefined) return undefined;
  return {
    now,
    mean: known.reduce((sum, value) => sum + value, 0) / known.length,
    most: known.reduce((most, value) => Math.max(most, value), 0),
  };
}

/** The same as rows that a person can read: so many steps of equal length, each with the means of what is in it. */
export function tableOf({ points }: VmMetrics, seconds: number): MetricsPoint[] {
  const parts = new Map<number, MetricsPoint[]>();
  for (const point of points) {
    const part = Math.floor(Date.parse(point.at) / 1000 / seconds);
    parts.set(part, [...(parts.get(part) ?? []), point]);
  }
  return [...parts].map(([part, inIt]) => {
    const mean = (figure: Figure) => inIt.reduce((sum, point) => sum + point[figure], 0) / inIt.length;
    return { at: new Date(part * seconds * 1000).toISOString(), ...ofEach(mean) };
  });
}
