import type { MetricsPoint } from '@vm-manager/contracts';
import { curvesOf, summaryOf, tableOf } from './curves';

const START = Date.parse('2026-11-27T20:00:00Z');
const point = (seconds: number, cpu: number): MetricsPoint => ({
  at: new Date(START + seconds * 1000).toISOString(),
  cpu,
  ...{ memoryMiB: 512, diskReadBytesPerSecond: 1, diskWriteBytesPerSecond: 2 },
  ...{ networkInBytesPerSecond: 3, networkOutBytesPerSecond: 4 },
});

describe('the curves of what was measured', () => {
  it('break off where nothing was, and go on over a step that came late', () => {
    const points = [point(0, 0.1), point(10, 0.2), point(30, 0.3), point(90, 0.4)];
    const { times, values } = curvesOf({ stepSeconds: 10, points });
    expect(times.map((time) => time - START / 1000)).toEqual([0, 10, 30, 40, 90]);
    expect(values.cpu).toEqual([0.1, 0.2, 0.3, null, 0.4]);
    expect(values.networkOutBytesPerSecond).toEqual([4, 4, 4, null, 4]);
  });

  it('say in figures what they draw', () => {
    expect(summaryOf([0.2, null, 0.6, 0.1])).toEqual({ now: 0.1, mean: expect.closeTo(0.3), most: 0.6 });
    expect(summaryOf([null])).toBeUndefined();
    expect(summaryOf([])).toBeUndefined();
  });

  it('are a table of means too', () => {
    const points = [point(0, 0.2), point(50, 0.4), point(120, 0.5)];
    const rows = tableOf({ stepSeconds: 10, points }, 60);
    expect(rows.map(({ at, cpu }) => [(Date.parse(at) - START) / 1000, cpu])).toEqual([
      [0, expect.closeTo(0.3)],
      [120, 0.5],
    ]);
  });
});
