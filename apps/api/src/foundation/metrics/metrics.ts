import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** Reads the figure as it is now; null when there is none yet. */
export type ReadGauge = () => Promise<number | null>;

/** One value of a figure that has several. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/**
 * What Prometheus can ask for. Features say here what they measure. Figures of the database are the same in every process; what
 * counts something (`_total`, histograms) counts what this process did.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  readonly contentType = this.registry.contentType;

  register(name: string, help: string, read: ReadGauge): void {
    this.registerEach(name, help, [], async () => {
      const value = await read();
      return value === null ? [] : [{ labels: {}, value }];
    });
  }

  /** A figure with several values; what cannot be read is left out. */
  registerEach(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Promise<Sample[]>,
  ): void {
    const gauge: Gauge = new Gauge({
      ...{ name, help, labelNames, registers: [this.registry] },
      collect: async () => {
        const samples = await read().catch(() => []);
        gauge.reset();
        if (labelNames.length === 0) gauge.remove();
        for (const { labels, value } of samples) gauge.set(labels, value);
      },
    });
  }

  /** What somebody else counts already, and has the sum of. */
  registerTotal(name: string, help: string, labelNames: readonly string[], read: () => Sample[]): void {
    const counter: Counter = new Counter({
      ...{ name, help, labelNames, registers: [this.registry] },
      collect: () => {
        counter.reset();
        for (const { labels, value } of read()) counter.inc(labels, value);
      },
    });
  }

  counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  histogram<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    buckets: readonly number[],
  ): Histogram<Label> {
    return new Histogram({ name, help, labelNames, buckets: [...buckets], registers: [this.registry] });
  }

  /** Memory, processor and event loop of this process. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** All names that are exported, without what belongs to a histogram's parts. */
  names(): string[] {
    return this.registry.getMetricsAsArray().map(({ name }) => name);
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
