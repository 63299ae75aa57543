import { Injectable } from '@nestjs/common';

/** Reads the figure as it is now; null when there is none yet. */
export type Gauge = () => Promise<number | null>;

/** What Prometheus can ask for. Features say here what they measure. */
@Injectable()
export class Metrics {
  private readonly gauges = new Map<string, { help: string; read: Gauge }>();

  register(name: string, help: string, read: Gauge): void {
    this.gauges.set(name, { help, read });
  }

  /** Prometheus' text format; a figure that cannot be read is left out. */
  async text(): Promise<string> {
    const blocks = await Promise.all(
      [...this.gauges].map(async ([name, { help, read }]) => {
        const value = await read().catch(() => null);
        return value === null ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`;
      }),
    );
    return blocks.join('');
  }
}
